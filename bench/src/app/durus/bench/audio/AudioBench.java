package app.durus.bench.audio;

import app.durus.bench.measure.Rounds;
import app.durus.server.processes.Nginx;
import app.durus.server.processes.Ports;
import app.durus.server.processes.ProofFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code bench/audio}: ranges of 2 MiB at random offsets, and whole files, over loopback, against
 * nginx with {@code sendfile} on the same file, in alternating rounds.
 */
public final class AudioBench {

  private static final int CONNECTIONS = 16;
  private static final long RANGE_BYTES = 2 * 1024 * 1024;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final long WARM_UP_BYTES = 32 * 1024;
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private AudioBench() {}

  public static void main(String[] arguments) throws Exception {
    Rounds ranges = Rounds.atLeast("MB/s ÷ nginx, ranges of 2 MiB, 16 connections", 0.8, 0.95);
    Rounds whole = Rounds.atLeast("MB/s ÷ nginx, whole files, 16 connections", 0.8, 0.95);
    int port = Ports.free();
    try (ProofFolder folder = new ProofFolder();
        BenchLibrary library = BenchLibrary.start(folder.path());
        Nginx nginx =
            Nginx.start(
                folder.path().resolve("nginx"),
                serving(library.stored(BenchLibrary.LONG).getParent(), port),
                port)) {
      var file = library.stored(BenchLibrary.LONG);
      long sizeBytes = Files.size(file);
      RangeLoad ours =
          new RangeLoad(library.product().port(), library.audioPath(BenchLibrary.LONG), sizeBytes);
      RangeLoad reference = new RangeLoad(nginx.port(), "/" + file.getFileName(), sizeBytes);
      // Small ranges: the JVM compiles by the number of requests, not by their bytes.
      ours.megabytesASecond(CONNECTIONS, WARM_UP_BYTES, WARM_UP, 0);
      ours.megabytesASecond(CONNECTIONS, RANGE_BYTES, WARM_UP, 0);
      reference.megabytesASecond(CONNECTIONS, RANGE_BYTES, Duration.ofSeconds(2), 0);
      for (int round = 1; round <= ROUNDS; round++) {
        for (long bytes : new long[] {RANGE_BYTES, sizeBytes}) {
          double theirs = reference.megabytesASecond(CONNECTIONS, bytes, ROUND, round);
          double here = ours.megabytesASecond(CONNECTIONS, bytes, ROUND, round);
          (bytes == sizeBytes ? whole : ranges).add(here, theirs);
          System.out.printf(
              Locale.ROOT,
              "round %d, %s: %.0f MB/s, nginx %.0f MB/s%n",
              round,
              bytes == sizeBytes ? "whole files" : "ranges",
              here,
              theirs);
        }
      }
    }
    boolean enough = ranges.isEnough();
    System.exit(whole.isEnough() && enough ? 0 : 1);
  }

  /** nginx's usual settings for fast files. */
  private static String serving(Path files, int port) {
    return String.format(
        Locale.ROOT,
        """
        sendfile on;
        tcp_nopush on;
        keepalive_requests 1000000;
        types { audio/mpeg mp3; }
        server { listen 127.0.0.1:%d; root %s; }
        """,
        port,
        files.toAbsolutePath());
  }
}

package app.durus.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code postmaster.pid}. It outlives a killed postmaster and is copied with its
 * folder, so its process id may belong to an unrelated process.
 *
 * @param folder of the cluster whose postmaster wrote it
 * @param started when that postmaster started
 * @param status {@code starting}, {@code ready}, {@code stopping}; empty before it is written
 */
record PostmasterFile(long pid, Path folder, Instant started, int port, String status) {

  /** PostgreSQL writes its start in whole seconds, shortly after the system started the process. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final int STATUS_LINE = 7;

  static Path in(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /**
   * @return empty when there is none, or it is incomplete
   */
  static Optional<PostmasterFile> read(Path cluster) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(in(cluster));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PostmasterFile(
              // A single-user PostgreSQL writes its process id with a minus sign.
              Math.abs(Long.parseLong(lines.get(0).strip())),
              Path.of(lines.get(1)),
              Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
              Integer.parseInt(lines.get(3).strip()),
              lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : ""));
    } catch (NumberFormatException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  boolean isReady() {
    return status.equals("ready");
  }

  /** The running postmaster of this cluster. */
  static Optional<ProcessHandle> running(Path cluster) throws IOException {
    Optional<PostmasterFile> file = read(cluster);
    if (file.isEmpty() || !isSame(file.get().folder, cluster)) {
      return Optional.empty();
    }
    return ProcessHandle.of(file.get().pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> file.get().isWrittenBy(process, cluster));
  }

  private boolean isWrittenBy(ProcessHandle process, Path cluster) {
    if (Platform.isLinux()) {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      try {
        // Only a postmaster is called postgres and has its cluster as its working directory.
        return isSame(Files.readSymbolicLink(proc.resolve("cwd")), cluster)
            && Files.readString(proc.resolve("comm")).strip().equals("postgres");
      } catch (IOException e) {
        // The process has ended, or the system hides it. Then its command line decides.
        return startedThen(process) && servesByItsCommand(proc, cluster);
      }
    }
    return startedThen(process)
        && process.info().command().map(program -> program.contains("postgres")).orElse(false);
  }

  private boolean startedThen(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) < 0)
        .orElse(false);
  }

  private static boolean servesByItsCommand(Path proc, Path cluster) {
    try {
      List<String> words = Arrays.asList(Files.readString(proc.resolve("cmdline")).split("\0"));
      int folder = words.indexOf("-D") + 1;
      return words.getFirst().endsWith("postgres")
          && folder > 0
          && folder < words.size()
          && isSame(Path.of(words.get(folder)), cluster);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // One of the two does not exist.
      return one.equals(other);
    }
  }
}

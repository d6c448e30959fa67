package app.durus.bench.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Connections that request parts of one file from one server, each as soon as the last part has
 * arrived.
 */
final class RangeLoad {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final int port;
  private final String path;
  private final long sizeBytes;

  RangeLoad(int port, String path, long sizeBytes) {
    this.port = port;
    this.path = path;
    this.sizeBytes = sizeBytes;
  }

  /**
   * @param rangeBytes of each request, at random offsets; the whole size asks without a range
   * @return received megabytes (10⁶ bytes) a second
   */
  double megabytesASecond(int connections, long rangeBytes, Duration time, long seed)
      throws InterruptedException, ExecutionException {
    SplittableRandom random = new SplittableRandom(seed);
    long begun = System.nanoTime();
    long until = begun + time.toNanos();
    List<Future<Long>> received = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        SplittableRandom own = random.split();
        received.add(threads.submit(() -> receive(rangeBytes, until, own)));
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long bytes = 0;
    for (Future<Long> each : received) {
      bytes += each.get();
    }
    return bytes / 1e6 / seconds;
  }

  private long receive(long rangeBytes, long until, SplittableRandom random) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long received = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      while (System.nanoTime() < until) {
        boolean whole = rangeBytes == sizeBytes;
        long first = whole ? 0 : random.nextLong(sizeBytes - rangeBytes);
        String range =
            whole ? "" : "Range: bytes=" + first + "-" + (first + rangeBytes - 1) + "\r\n";
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + range + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        expectHead(in, whole ? 200 : 206, rangeBytes);
        for (long left = rangeBytes; left > 0; ) {
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw new IOException("the answer broke off");
          }
          left -= read;
        }
        received += rangeBytes;
      }
    }
    return received;
  }

  private static void expectHead(InputStream in, int status, long lengthBytes) throws IOException {
    String first = line(in);
    if (!first.startsWith("HTTP/1.1 " + status)) {
      throw new IOException(first);
    }
    boolean exact = false;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      exact |= field.equalsIgnoreCase("content-length: " + lengthBytes);
    }
    if (!exact) {
      throw new IOException("not " + lengthBytes + " bytes");
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}

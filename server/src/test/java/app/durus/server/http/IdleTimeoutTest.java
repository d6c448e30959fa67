package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Pause;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleTimeoutTest {

  /** More than one of the pieces in which files are sent. */
  private static final int FILE_BYTES = 1_300_000;

  private static final int READ_BYTES = 32 * 1024;

  /** So small that buffers hold hardly more than the client has read. */
  private static final int BUFFER_BYTES = 16 * 1024;

  private Vertx vertx;

  /** When a connection with a request has ended. */
  private final Promise<Void> letGo = Promise.promise();

  private Path file;

  @BeforeEach
  void writeFile(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("lecture"), new byte[FILE_BYTES]);
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  /**
   * A piece takes longer than the limit, and the time between two reads is shorter than the limit.
   * A machine that is too busy to read so steadily gets a longer limit and reads again, because its
   * first result is void.
   */
  @Test
  void aSlowlyReadFileArrivesCompletely() throws Exception {
    for (long limitMs = 1_500; ; limitMs *= 2) {
      SlowRead read = readSlowly(limitMs);
      if (read.longestPauseMs() < limitMs / 2) {
        assertThat(read.arrivedBytes()).isGreaterThanOrEqualTo(FILE_BYTES);
        return;
      }
    }
  }

  private record SlowRead(long arrivedBytes, long longestPauseMs) {}

  private SlowRead readSlowly(long limitMs) throws Exception {
    long arrivedBytes = 0;
    long longestNanos = 0;
    try (Socket slow = asking(listen(Duration.ofMillis(limitMs)))) {
      InputStream in = slow.getInputStream();
      byte[] buffer = new byte[READ_BYTES];
      long readAt = System.nanoTime();
      for (int read = 0; arrivedBytes < FILE_BYTES && read >= 0; read = in.read(buffer)) {
        arrivedBytes += read;
        longestNanos = Math.max(longestNanos, System.nanoTime() - readAt);
        readAt = System.nanoTime();
        Pause.pace(limitMs / 20);
      }
    } catch (SocketException broken) {
      // Treated as ended, because too few bytes arrived.
    }
    return new SlowRead(arrivedBytes, TimeUnit.NANOSECONDS.toMillis(longestNanos));
  }

  @Test
  void aClientThatStopsReadingIsDisconnected() throws Exception {
    try (Socket stuck = asking(listen(Duration.ofMillis(300)))) {
      Answers.await(letGo.future());
      assertThat(readToTheEnd(stuck)).isLessThan(FILE_BYTES);
    }
  }

  @Test
  void aClientThatNeverFinishesItsRequestIsDisconnected() throws Exception {
    try (Socket silent = connect(listen(Duration.ofMillis(300)))) {
      silent.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
      assertThat(readToTheEnd(silent)).isZero();
    }
  }

  private int listen(Duration limit) {
    HttpLimits limits = HttpLimits.forThisProcess().withIdle(limit);
    vertx =
        new ConnectionGuard(limits, TrustedProxies.parse("")).start(Vertx.builder(), Transport.NIO);
    return vertx
        .createHttpServer(new HttpServerOptions().setSendBufferSize(BUFFER_BYTES))
        .requestHandler(
            request -> {
              request.connection().closeHandler(closed -> letGo.tryComplete());
              request.response().sendFile(file.toString());
            })
        .listen(0)
        .await()
        .actualPort();
  }

  private static Socket asking(int port) throws IOException {
    Socket socket = connect(port);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  /** How many bytes come before the connection ends. */
  private static long readToTheEnd(Socket socket) throws IOException {
    long arrived = 0;
    byte[] buffer = new byte[READ_BYTES];
    InputStream in = socket.getInputStream();
    try {
      for (int read = 0; read >= 0; read = in.read(buffer)) {
        arrived += read;
      }
    } catch (SocketException broken) {
      return arrived;
    }
    return arrived;
  }
}

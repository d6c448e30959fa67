package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleTimeoutTest {

  /** More than one of the pieces in which files are sent. */
  private static final int FILE_BYTES = 1_300_000;

  private static final int READ_BYTES = 32 * 1024;

  /** So small that hardly more than what was read is under way. */
  private static final int BUFFER_BYTES = 16 * 1024;

  private Vertx vertx;
  private Path file;

  @BeforeEach
  void writeFile(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("lecture"), new byte[FILE_BYTES]);
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void howeverSlowlyAFileIsReadItArrivesWhole() throws Exception {
    try (Socket slow = asking(listen(Duration.ofSeconds(2)))) {
      long arrived = 0;
      InputStream in = slow.getInputStream();
      byte[] buffer = new byte[READ_BYTES];
      for (int read = 0; arrived < FILE_BYTES && read >= 0; read = in.read(buffer)) {
        arrived += read;
        Thread.sleep(100); // A piece takes more than three seconds.
      }
      assertThat(arrived).isGreaterThanOrEqualTo(FILE_BYTES);
    }
  }

  @Test
  void whoNoLongerReadsIsLetGo() throws Exception {
    try (Socket stuck = asking(listen(Duration.ofMillis(300)))) {
      Thread.sleep(1_500);
      assertThat(readToTheEnd(stuck)).isLessThan(FILE_BYTES);
    }
  }

  @Test
  void whoNeverAsksIsLetGo() throws Exception {
    try (Socket silent = connect(listen(Duration.ofMillis(300)))) {
      silent.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
      assertThat(readToTheEnd(silent)).isZero();
    }
  }

  private int listen(Duration limit) {
    HttpLimits limits = HttpLimits.forThisProcess().withIdle(limit);
    vertx = new ConnectionGuard(limits, TrustedProxies.parse("")).start();
    return vertx
        .createHttpServer(new HttpServerOptions().setSendBufferSize(BUFFER_BYTES))
        .requestHandler(request -> request.response().sendFile(file.toString()))
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

package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.trial.OpenEndpoint;
import app.durus.server.waiting.HangGuard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** R14 on the wire, where a caller can send what no HTTP client would. */
class RequestBodyTest {

  private static final int LIMIT_BYTES = 256 * 1024;
  private static final int STRANGERS_LIMIT_BYTES = 8 * 1024;

  private final AtomicInteger answered = new AtomicInteger();
  private final Promise<Caller> looked = Promise.promise();
  private Vertx vertx;
  private RunningServer server;
  private Socket socket;
  private BufferedReader in;

  @BeforeEach
  void start() throws IOException {
    vertx = Vertx.vertx();
    Endpoints endpoints =
        Endpoints.of(java.util.Set.of(OpenEndpoint.class))
            .bind(
                OpenEndpoint.class,
                "open",
                call -> Future.succeededFuture("open " + answered.incrementAndGet()))
            .bind(OpenEndpoint.class, "notOpen", call -> Future.succeededFuture(""))
            .build();
    server =
        RunningServer.serving(
            vertx,
            endpoints,
            token ->
                token.equals("slowly")
                    ? looked.future()
                    : Future.succeededFuture(
                        Caller.of(UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)))));
    socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(HangGuard.millis());
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    server.close();
    vertx.close().await();
  }

  private void send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String head(String framing) {
    return head("open", "Cookie: durus_session=listener\r\n" + framing);
  }

  private static String head(String method, String framing) {
    return "POST /connect/OpenEndpoint/"
        + method
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + framing
        + "\r\n\r\n";
  }

  private String readAnswer() throws IOException {
    String status = in.readLine();
    int lengthBytes = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        lengthBytes = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    char[] body = new char[lengthBytes];
    for (int read = 0; read < lengthBytes; ) {
      read += in.read(body, read, lengthBytes - read);
    }
    return status + "\n" + new String(body);
  }

  private static String padded(int sizeBytes) {
    String frame = "{\"padding\":\"\"}";
    return frame.replace("\"\"", "\"" + "x".repeat(sizeBytes - frame.length()) + "\"");
  }

  @Test
  @DisplayName("R14: 256 KiB are accepted, one byte more is not")
  void theLimitIsExact() throws IOException {
    send(head("Content-Length: " + LIMIT_BYTES) + padded(LIMIT_BYTES));
    assertThat(readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"open 1\"");

    send(head("Content-Length: " + (LIMIT_BYTES + 1)) + padded(LIMIT_BYTES + 1));
    assertThat(readAnswer()).startsWith("HTTP/1.1 413");
    assertThat(answered).hasValue(1);
  }

  @Test
  void aTooLargeContentLengthIsRefusedBeforeTheBodyIsSent() throws IOException {
    send(head("Content-Length: 999999999999"));

    assertThat(readAnswer()).startsWith("HTTP/1.1 413");
  }

  @Test
  void aChunkedBodyIsRefusedOnceItIsTooLarge() throws IOException {
    send(head("Transfer-Encoding: chunked"));
    for (int i = 0; i < 5; i++) {
      send("10000\r\n" + "x".repeat(0x10000) + "\r\n");
    }

    assertThat(readAnswer()).startsWith("HTTP/1.1 413");
    assertThat(answered).hasValue(0);
  }

  @Test
  void theConnectionStaysUsableAfterARefusedBody() throws IOException {
    send(head("Content-Length: 1000000"));
    assertThat(readAnswer()).startsWith("HTTP/1.1 413");
    send("x".repeat(1_000_000));

    send(head("Content-Length: 2") + "{}");
    assertThat(readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"open 1\"");
  }

  @Test
  void aCallerWhoNeverStopsSendingIsDisconnected() throws IOException {
    send(head("Content-Length: 999999999999"));
    assertThat(readAnswer()).startsWith("HTTP/1.1 413");

    boolean closed = false;
    String megabyte = "x".repeat(1_000_000);
    for (int i = 0; i < 64 && !closed; i++) {
      try {
        send(megabyte);
      } catch (IOException broken) {
        closed = true;
      }
    }
    assertThat(closed).isTrue();
  }

  @Test
  void aCallerWhoExpects100ContinueReceivesIt() throws IOException {
    send(head("Content-Length: 2\r\nExpect: 100-continue"));
    assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
    assertThat(in.readLine()).isEmpty();

    send("{}");
    assertThat(readAnswer()).startsWith("HTTP/1.1 200");
  }

  @Test
  void anAnonymousCallerIsRefusedBeforeTheBodyIsSent() throws IOException {
    send(head("notOpen", "Content-Length: 200000"));

    assertThat(readAnswer()).startsWith("HTTP/1.1 401");
  }

  @Test
  void anAnonymousBodyHasASmallerLimit() throws IOException {
    send(head("open", "Content-Length: " + STRANGERS_LIMIT_BYTES));
    send(padded(STRANGERS_LIMIT_BYTES));
    assertThat(readAnswer()).startsWith("HTTP/1.1 200");

    send(head("open", "Content-Length: " + (STRANGERS_LIMIT_BYTES + 1)));
    assertThat(readAnswer()).startsWith("HTTP/1.1 413");
  }

  @Test
  void noBodyIsReadBeforeTheCallerIsIdentified() throws IOException {
    send(head("notOpen", "Cookie: durus_session=slowly\r\nContent-Length: 2") + "{}");
    send(head("Content-Length: 2") + "{}");

    looked.complete(Caller.of(UUID.randomUUID()));

    assertThat(readAnswer()).startsWith("HTTP/1.1 200");
    assertThat(readAnswer()).startsWith("HTTP/1.1 200").endsWith("\"open 1\"");
  }
}

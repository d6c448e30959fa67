package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed requests on the wire: what two programs could read differently. */
class RequestGateTest {

  private static final int LARGE_BYTES = 4 * 1024 * 1024;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger routed = new AtomicInteger();
  private final AtomicInteger unread = new AtomicInteger();
  private final AtomicInteger mostUnread = new AtomicInteger();
  private int port;

  @BeforeEach
  void start() {
    Router router = Router.router(vertx);
    Buffer large = Buffer.buffer(new byte[LARGE_BYTES]);
    router
        .route("/large")
        .handler(
            context -> {
              mostUnread.accumulateAndGet(unread.incrementAndGet(), Math::max);
              context.response().end(large).onComplete(read -> unread.decrementAndGet());
            });
    router
        .route()
        .handler(
            context -> {
              routed.incrementAndGet();
              context.request().endHandler(end -> context.end("ok"));
            });
    HttpServer server =
        AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(""), router).listen().await();
    port = server.actualPort();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a\\r\\nHost: a",
        "Host: a\\r\\nHost: b",
        "X: no host",
        "Host: ",
        "Host: a b",
        "Host: a:b:c",
        "Host: user@a",
        "Host: a/b",
        "Host: a\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5",
        "Host: a\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked",
        "Host: a\\r\\nTransfer-Encoding: xchunked\\r\\nContent-Length: 5",
        "Host: a\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked",
        "Host: a\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
        "Host: a\\r\\nContent-Length: 5\\r\\nContent-Length: 6",
        "Host: a\\r\\nContent-Length: 5, 6",
        "Host: a\\r\\nContent-Length: +5",
        "Host: a\\r\\nContent-Length: -5",
        "Host: a\\r\\nContent-Length: 5x",
        "Host: a\\r\\nContent-Length : 5",
        "Host: a\\r\\n Content-Length: 5",
        "Host: a\\r\\nBad Name: x",
      })
  void anAmbiguousRequestIsRefusedAndTheConnectionEnds(String headers) throws IOException {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          "POST / HTTP/1.1\r\n" + headers.replace("\\r\\n", "\r\n") + "\r\n\r\n" + smuggled);

      assertThat(connection.read().status()).isEqualTo(400);
      assertThat(connection.read().status()).isZero();
    }
    assertThat(routed).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xchunked",
        "gzip",
        "identity",
        "gzip, chunked",
        "chunked, identity",
        "\"chunked\""
      })
  void anUnknownTransferCodingIsRefusedAndTheConnectionEnds(String coding) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");

      assertThat(connection.read().status()).isEqualTo(400);
      assertThat(connection.read().status()).isZero();
    }
    assertThat(routed).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a_b.local", "A-1.example:8080", "127.0.0.1:1", "[::1]:8080", "a.b."})
  void aValidHostIsServed(String host) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: "
              + host
              + "\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"
              + "GET / HTTP/1.1\r\nHost: "
              + host
              + "\r\n\r\n");

      assertThat(connection.read().status()).isEqualTo(200);
      assertThat(connection.read().status()).isEqualTo(200);
    }
  }

  @Test
  void anHttp10RequestNeedsNoHost() throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      assertThat(connection.send("GET / HTTP/1.0\r\n\r\n").read().status()).isEqualTo(200);
    }
  }

  @Test
  void anHttp10RequestWithChunksIsRefused() throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

      assertThat(connection.read().status()).isEqualTo(400);
    }
  }

  @Test
  void noFurtherRequestIsReadFromAClientThatDoesNotReadAnswers() throws IOException {
    int asked = 20;
    try (RawHttp connection = new RawHttp(port)) {
      connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(asked));

      for (int i = 0; i < asked; i++) {
        assertThat(connection.read().body()).hasSize(LARGE_BYTES);
      }
    }
    assertThat(mostUnread.get()).isLessThanOrEqualTo(2);
  }
}

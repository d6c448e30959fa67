package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Linux answers on all of 127.0.0.0/8, so that one machine has many addresses. */
@Timeout(120)
class ConnectionGuardTest {

  private static final String ASK = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static final int MAX_HEAD_BYTES = 8_192;
  private static final long DRIP_NANOS = Duration.ofMillis(5).toNanos();

  private final List<RawHttp> open = new ArrayList<>();
  private ConnectionGuard guard;
  private Vertx vertx;
  private int port;

  private void start(HttpLimits limits, String trusted) {
    TrustedProxies proxies = TrustedProxies.parse(trusted);
    guard = new ConnectionGuard(limits, proxies);
    vertx = guard.start(Vertx.builder(), Transport.NIO);
    Router router = Router.router(vertx);
    router.route().handler(context -> context.end("ok"));
    port = AppServer.create(vertx, "127.0.0.1", 0, proxies, router).listen().await().actualPort();
  }

  @AfterEach
  void stop() throws IOException {
    for (RawHttp connection : open) {
      connection.close();
    }
    vertx.close().await();
  }

  private static HttpLimits limits() {
    return HttpLimits.forThisProcess();
  }

  private RawHttp connect(String from) throws IOException {
    RawHttp connection = new RawHttp(InetAddress.getByName(from), port);
    open.add(connection);
    return connection;
  }

  private int ask(RawHttp connection) throws IOException {
    try {
      return connection.send(ASK).read().status();
    } catch (IOException closed) {
      return 0;
    }
  }

  @Test
  void connectionsAreLimitedPerAddress() throws IOException {
    start(limits().withConnections(10).withConnectionsPerAddress(3), "");
    for (int i = 0; i < 3; i++) {
      assertThat(ask(connect("127.0.0.2"))).isEqualTo(200);
    }

    assertThat(ask(connect("127.0.0.2"))).isZero();
    assertThat(ask(connect("127.0.0.3"))).isEqualTo(200);
    assertThat(guard.isExhausted()).isFalse();
  }

  @Test
  void noConnectionIsAcceptedOnceTheServerStopsWhileOpenOnesAreAnswered() throws IOException {
    start(limits(), "127.0.0.9");
    RawHttp before = connect("127.0.0.2");
    assertThat(ask(before)).isEqualTo(200);

    guard.refuse();

    assertThat(ask(connect("127.0.0.3"))).isZero();
    assertThat(ask(connect("127.0.0.9"))).as("a trusted proxy").isZero();
    assertThat(ask(before)).isEqualTo(200);
  }

  @Test
  void aClosedConnectionFreesItsPlace() throws IOException {
    start(limits().withConnections(10).withConnectionsPerAddress(1), "");
    RawHttp first = connect("127.0.0.2");
    assertThat(first.send("GET / HTTP/1.0\r\n\r\n").read().status()).isEqualTo(200);
    assertThat(first.isEnded()).isTrue();

    // The client sees a connection's end before the server has counted it.
    Eventually.get(
        "an answer on another connection of the same address",
        () -> ask(connect("127.0.0.2")),
        status -> status == 200);
  }

  @Test
  void onlyTrustedProxiesAreAcceptedAtTheTotalLimit() throws IOException {
    start(limits().withConnections(4).withConnectionsPerAddress(4), "127.0.0.9");
    for (int i = 0; i < 4; i++) {
      assertThat(ask(connect("127.0.0.2"))).isEqualTo(200);
    }

    assertThat(guard.isExhausted()).isTrue();
    assertThat(ask(connect("127.0.0.3"))).isZero();
    assertThat(ask(connect("127.0.0.9"))).isEqualTo(200);
  }

  @Test
  void aTrustedProxyHasNoLimitPerAddress() throws IOException {
    start(limits().withConnections(10).withConnectionsPerAddress(1), "127.0.0.0/8");

    for (int i = 0; i < 5; i++) {
      assertThat(ask(connect("127.0.0.2"))).isEqualTo(200);
    }
  }

  @Test
  void slowRequestHeadersEndTheConnection() throws Exception {
    start(limits().withHead(Duration.ofMillis(500)), "");
    RawHttp slow = connect("127.0.0.2");

    assertThat(dripsUntilEnded(slow)).isTrue();
  }

  @Test
  void slowHeadersOfALaterRequestEndTheConnectionToo() throws Exception {
    start(limits().withHead(Duration.ofMillis(500)), "");
    RawHttp slow = connect("127.0.0.2");
    for (int i = 0; i < 3; i++) {
      assertThat(ask(slow)).isEqualTo(200);
    }

    assertThat(dripsUntilEnded(slow)).isTrue();
  }

  /**
   * Sends a byte every few milliseconds, and fewer bytes than a head may have, so that the size
   * does not end the connection. No pause is as long as the head's limit.
   */
  private boolean dripsUntilEnded(RawHttp slow) throws IOException {
    slow.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    RawHttp other = connect("127.0.0.3");
    long last = System.nanoTime();
    for (int sent = 0; sent < MAX_HEAD_BYTES / 2; ) {
      assertThat(ask(other)).isEqualTo(200);
      if (System.nanoTime() - last >= DRIP_NANOS) {
        last = System.nanoTime();
        sent++;
        try {
          slow.send("x");
        } catch (IOException ended) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aBodyMayTakeLongerThanTheHeaders() throws Exception {
    start(limits().withHead(Duration.ofMillis(200)), "");
    RawHttp slow = connect("127.0.0.2");
    slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
    assertThat(slow.read().status()).isEqualTo(200);
    RawHttp idleHead = connect("127.0.0.3");
    idleHead.send("GET");
    assertThat(idleHead.isEnded()).as("a head that began later has been given up").isTrue();

    slow.send("abc" + ASK);

    assertThat(slow.read().status()).isEqualTo(200);
  }
}

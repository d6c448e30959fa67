package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.errors.RequestError;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a PostgreSQL answers to the request for TLS that cannot start another process ('E' and a
 * text in clear), or that came back without TLS ('N').
 */
class RefusedTlsTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ecould not fork new process for connection\n\0", "N", ""})
  void isATemporaryFault(String answer) {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        request -> {
                          socket.write(Buffer.buffer(answer));
                          socket.close();
                        }))
            .listen(0, "127.0.0.1")
            .await();
    Pool pool =
        PgBuilder.pool()
            .connectingTo(
                new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(server.actualPort())
                    .setUser("durus")
                    .setDatabase("durus")
                    .setPassword("secret")
                    .setSslMode(SslMode.REQUIRE)
                    .setSslOptions(new ClientSSLOptions().setTrustAll(true)))
            .using(vertx)
            .build();

    assertThatThrownBy(() -> pool.query("SELECT 1").execute().await())
        .satisfies(failure -> assertThat(DatabaseFault.passes(failure)).isTrue())
        .satisfies(
            failure ->
                assertThat(DatabaseFault.asRequestError(failure)).isInstanceOf(RequestError.class));
  }
}

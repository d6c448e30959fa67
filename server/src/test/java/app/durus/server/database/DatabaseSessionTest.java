package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.processes.PostgresProcess;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The session settings of each pool's connections. */
@Timeout(180)
class DatabaseSessionTest {

  @TempDir static Path folder;
  private static PostgresProcess postgres;

  /** One for each test, because a Vert.x instance shares its pools. */
  private final Vertx vertx = Database.eventLoops();

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresProcess.stopped(folder, List.of("listen_addresses=*", "jit=on"));
    Files.writeString(
        postgres.files().resolve("pg_hba.conf"),
        "host all all ::1/128 scram-sha-256\n",
        StandardOpenOption.APPEND);
    postgres.startAgain();
  }

  @AfterEach
  void closePools() {
    vertx.close().await();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void switchesJitOffAndLimitsEachWait() {
    try (Database database = open("")) {
      for (Pool pool : List.of(database.pool(vertx), database.ownConnection(vertx))) {
        assertThat(show(pool, "jit")).isEqualTo("off");
        assertThat(show(pool, "statement_timeout")).isEqualTo("4s");
        assertThat(show(pool, "lock_timeout")).isEqualTo("1500ms");
        assertThat(show(pool, "idle_in_transaction_session_timeout")).isEqualTo("3s");
        assertThat(show(pool, "tcp_keepalives_idle")).isEqualTo("5");
        assertThat(show(pool, "tcp_user_timeout")).isEqualTo("10000");
        assertThat(show(pool, "client_connection_check_interval")).isEqualTo("2s");
      }
    }
  }

  @Test
  void longStatementsAreNotCancelled() {
    try (Database database = open("")) {
      Pool pool = database.poolForLongWork(vertx);
      assertThat(show(pool, "jit")).isEqualTo("off");
      assertThat(show(pool, "statement_timeout")).isEqualTo("0");
      assertThat(show(pool, "idle_in_transaction_session_timeout")).isEqualTo("0");
    }
  }

  @Test
  void theOperatorsSettingsOverrideOurs() {
    try (Database database = open("?options=-c%20statement_timeout%3D9s%20-c%20work_mem%3D5MB")) {
      Pool pool = database.pool(vertx);
      assertThat(show(pool, "statement_timeout")).isEqualTo("9s");
      assertThat(show(pool, "work_mem")).isEqualTo("5MB");
    }
  }

  @Test
  void theSearchPathOfTheUrlIsUsed() throws Exception {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA \"durus's\"");
    }
    try (Database database = open("?search_path=%22durus's%22")) {
      assertThat(
              ask(
                  database.pool(vertx),
                  "SELECT string_agg(table_name, ' ') FROM information_schema.tables"
                      + " WHERE table_schema = 'durus''s'"))
          .contains("flyway_schema_history", "listening_state");
      assertThat(ask(database.pool(vertx), "SELECT count(*)::text FROM listening_state"))
          .isEqualTo("0");
    }
  }

  @Test
  void anIpv6AddressIsReached() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "this machine has no IPv6");
    String url = postgres.urlAt("[::1]", postgres.port());
    try (Database database =
        TestDatabases.open(DatabaseAddress.parse(url), Duration.ZERO, folder)) {
      assertThat(ask(database.pool(vertx), "SELECT host(inet_client_addr())")).isEqualTo("::1");
    }
  }

  private static boolean hasIpv6() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (java.net.BindException e) {
      return false;
    }
  }

  private static Database open(String options) {
    return TestDatabases.open(
        DatabaseAddress.parse(postgres.url() + options), Duration.ZERO, folder);
  }

  private static String show(Pool pool, String setting) {
    return ask(pool, "SHOW " + setting);
  }

  private static String ask(Pool pool, String sql) {
    Row row = pool.query(sql).execute().await().iterator().next();
    return row.getString(0);
  }
}

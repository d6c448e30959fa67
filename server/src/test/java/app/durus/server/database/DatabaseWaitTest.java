package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.processes.PostgresProcess;
import app.durus.server.startup.StartupFailure;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DatabaseWaitTest {

  private static final Duration LONG = Duration.ofDays(1);

  @TempDir Path folder;

  @Test
  void logsOneLineAndWaitsUntilTheDatabaseAnswers() throws Exception {
    PostgresProcess late = PostgresProcess.stopped(folder, List.of());
    DatabaseAddress address = DatabaseAddress.parse(late.url());
    Queue<String> told = new ConcurrentLinkedQueue<>();
    CountDownLatch waits = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<?> waiting =
          thread.submit(
              () ->
                  DatabaseWait.until(
                      address,
                      LONG,
                      line -> {
                        told.add(line);
                        waits.countDown();
                      }));
      waits.await();
      assertThat(waiting.isDone()).isFalse();
      try (late) {
        late.startAgain();
        waiting.get();
      }
    }
    assertThat(told).allMatch(line -> line.startsWith("Waiting for the database at " + address));
    assertThat(told.peek()).contains("refused");
  }

  /** A proxy that closes the connection: the driver's cause has no message. */
  @Test
  void theReasonIsTheInnermostMessage() {
    assertThat(
            DatabaseWait.reason(
                new SQLException("The connection attempt failed.", new EOFException())))
        .isEqualTo("The connection attempt failed.");
    assertThat(DatabaseWait.reason(new EOFException())).isEqualTo("it does not say why");
  }

  @Test
  void anUnknownHostNameIsRetriedAndReportedAtTheEnd() {
    DatabaseAddress address = DatabaseAddress.parse("postgresql://u@no-such-host.invalid/d");
    Queue<String> told = new ConcurrentLinkedQueue<>();

    assertThatThrownBy(() -> DatabaseWait.until(address, Duration.ofSeconds(1), told::add))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("no-such-host.invalid")
        .message()
        .doesNotContain("\n");
    assertThat(told).hasSize(1);
  }

  @Test
  void permanentFailuresAreReportedAtOnce() throws Exception {
    try (PostgresProcess postgres =
        PostgresProcess.stopped(folder, List.of("password_encryption=scram-sha-256"))) {
      Files.writeString(
          folder.resolve("postgres/pg_hba.conf"),
          "host all postgres all trust\nhost all all all scram-sha-256\n");
      postgres.startAgain();
      try (var connection = java.sql.DriverManager.getConnection(postgres.jdbcUrl());
          var statement = connection.createStatement()) {
        statement.execute("CREATE ROLE durus LOGIN PASSWORD 'right'");
      }
      String place = "@localhost:" + postgres.port();
      for (String wrong :
          List.of(
              "postgresql://durus:wrong" + place + "/postgres",
              "postgresql://durus:right" + place + "/missing",
              "postgresql://nobody:right" + place + "/postgres")) {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        assertThatThrownBy(() -> DatabaseWait.until(DatabaseAddress.parse(wrong), LONG, told::add))
            .isInstanceOf(StartupFailure.class)
            .hasMessageContaining("cannot be used");
        assertThat(told).isEmpty();
      }
      Queue<String> told = new ConcurrentLinkedQueue<>();
      DatabaseWait.until(
          DatabaseAddress.parse("postgresql://durus:right" + place + "/postgres"), LONG, told::add);
      assertThat(told).isEmpty();
    }
  }
}

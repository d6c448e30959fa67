package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.startup.StartupFailure;
import app.durus.server.waiting.HangGuard;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @TempDir Path dataFolder;

  @Test
  void keepsWhatItAcknowledgedThroughAPowerLoss() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(database, "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void isStillThereAfterARestart() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      execute(database, "CREATE TABLE kept AS SELECT 'سلام' AS word");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(database, "SELECT word FROM kept")).isEqualTo("سلام");
    }
  }

  @Test
  void isJoinedByAnImportAndOutlivesIt() throws Exception {
    try (EmbeddedDatabase serving = EmbeddedDatabase.start(dataFolder)) {
      try (EmbeddedDatabase importing = EmbeddedDatabase.joinOrStart(dataFolder)) {
        assertThat(importing.address()).isEqualTo(serving.address());
        assertThat(ask(importing, "SELECT 1")).isEqualTo("1");
      }
      assertThat(ask(serving, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void hasOneOwner() throws Exception {
    try (EmbeddedDatabase serving = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(serving, "SELECT 1")).isEqualTo("1");
      assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining(dataFolder.toString());
    }
  }

  @Test
  void isStoppedAndStartedAnewWhenAKilledProcessLeftItRunning() throws Exception {
    // What a killed owner leaves: a running database and a lock that nobody holds.
    var left =
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
            .setDataDirectory(dataFolder.resolve("postgres").toAbsolutePath())
            .setOverrideWorkingDirectory(dataFolder.resolve("postgres-program").toFile())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(HangGuard.LIMIT)
            .start();
    java.nio.file.Files.writeString(dataFolder.resolve("postgres.complete"), "");
    releaseLibraryLock(left);
    String leftProcess = postmaster();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(postmaster()).isNotEqualTo(leftProcess);
      assertThat(ask(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void startsAnewWhereTheVeryFirstStartWasKilled() throws Exception {
    Path files = dataFolder.resolve("postgres");
    java.nio.file.Files.createDirectories(files);
    java.nio.file.Files.writeString(files.resolve("PG_VERSION"), "18\n");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(database, "SELECT 1")).isEqualTo("1");
    }
    try (var inside = java.nio.file.Files.list(dataFolder)) {
      List<String> names = inside.map(path -> path.getFileName().toString()).toList();
      assertThat(names).anyMatch(name -> name.startsWith("postgres.incomplete-"));
    }
  }

  /** The process that runs. */
  private String postmaster() throws java.io.IOException {
    return java.nio.file.Files.readAllLines(dataFolder.resolve("postgres/postmaster.pid"))
        .getFirst();
  }

  /** The library's own lock would be gone with the killed process too. */
  private static void releaseLibraryLock(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres postgres) throws Exception {
    var stream = postgres.getClass().getDeclaredField("lockStream");
    stream.setAccessible(true);
    ((java.io.FileOutputStream) stream.get(postgres)).close();
  }

  private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
    DatabaseAddress address = database.address();
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    DatabaseAddress address = database.address();
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

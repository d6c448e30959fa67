package app.durus.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A backup, and what a restore brings back. */
class BackupTest extends BackupFixture {

  @Test
  void noTableIsForgotten() throws Exception {
    try (Database fresh = schema("latest");
        Connection connection = fresh.jdbcConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(table_name, ',' ORDER BY table_name)"
                    + " FROM information_schema.tables WHERE table_schema = current_schema()"
                    + " AND table_name <> 'flyway_schema_history'")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo(String.join(",", TableFiles.TABLES));
    }
  }

  @Test
  void tablesOfOtherProgramsAreLeftAlone() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      execute(source, "CREATE TABLE aaa_foreign (id int)");
      execute(target, "CREATE TABLE zzz_foreign AS SELECT 1 AS id");
      back(source);
      restore(target, folder.resolve("restored"));
      assertThat(contents(target)).isEqualTo(contents(source));
      execute(target, "SELECT 1 / count(*) FROM zzz_foreign");
    }
  }

  @Test
  void allRowsAndFilesComeBack() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      Backup.Written written = back(source);
      assertThat(written.rows()).isPositive();
      assertThat(written.files()).isEqualTo(2);

      Path restored = folder.resolve("restored");
      restore(target, restored);

      assertThat(contents(target)).isEqualTo(contents(source));
      assertThat(contents(target).get("listener")).contains("سامع");
      assertThat(restored.resolve(AUDIO)).hasContent("a recording");
      assertThat(restored.resolve("covers/cd/picture.webp")).hasContent("a picture");
      assertThat(restored.resolve("audio/ab/.unfinished")).doesNotExist();
    }
  }

  @Test
  void aBackupOfAnEarlierVersionIsRestoredAndMigrated() throws Exception {
    try (Database source = schema("10")) {
      fill(source);
      back(source);
    }
    try (Database target = schema(new Restore(backup).schemaVersion())) {
      restore(target, folder.resolve("restored"));
      assertThat(target.schemaVersion()).isEqualTo("10");
      target.migrate();
      assertThat(Integer.parseInt(target.schemaVersion())).isGreaterThan(10);
      assertThat(contents(target).get("listener")).contains("سامع");
    }
  }

  @Test
  void theTablesAreAsTheyWereAtOneMoment() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest");
        Connection backingUp = source.jdbcConnection()) {
      fill(source);
      Map<String, String> before = contents(source);
      // The snapshot begins with the first statement. What is committed later is not in it.
      backingUp.setAutoCommit(false);
      backingUp.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement first = backingUp.createStatement()) {
        first.execute("SELECT 1 FROM listener");
      }
      execute(source, "DELETE FROM listening_state", "DELETE FROM listening_ledger");
      Path tables = Files.createDirectories(folder.resolve("tables"));
      TableFiles files = new TableFiles(backingUp);
      List<BackupManifest.DumpedTable> dumped =
          List.of(files.write("listening_ledger", tables), files.write("listening_state", tables));
      backingUp.rollback();
      try (Connection into = target.jdbcConnection()) {
        new TableFiles(into).load(dumped, tables);
      }
      assertThat(contents(target).get("listening_state")).isEqualTo(before.get("listening_state"));
    }
  }

  @Test
  void aLaterBackupIntoTheSameFolderReplacesTheEarlierOne() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      back(source);
      fill(source);
      write(data.resolve("covers/ef/later.webp"), "a later picture");
      assertThat(back(source).files()).isEqualTo(3);
      try (Stream<Path> contents = Files.list(backup)) {
        assertThat(contents.map(path -> path.getFileName().toString()))
            .filteredOn(name -> name.startsWith("tables-"))
            .hasSize(1);
      }
      restore(target, folder.resolve("restored"));
      assertThat(contents(target)).isEqualTo(contents(source));
    }
  }

  @Test
  void aBackupOfAnotherDatabaseIsNotReplaced() throws Exception {
    try (Database source = schema("latest");
        Database mistyped = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      assertThatThrownBy(() -> back(mistyped))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining("of another database");
      try (Stream<Path> contents = Files.list(backup)) {
        assertThat(contents.map(path -> path.getFileName().toString()))
            .filteredOn(name -> name.startsWith("tables-"))
            .hasSize(1);
      }
      restore(target, folder.resolve("restored"));
      assertThat(contents(target)).isEqualTo(contents(source));
      // What was restored goes on with the same backup.
      assertThat(back(target).rows()).isPositive();
    }
  }

  @Test
  void aBackupThatWasCutOffLeavesTheEarlierOne() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      Map<String, String> first = contents(source);
      write(backup.resolve("tables-cut-off/listener.copy.gz"), "half a file");
      write(backup.resolve("backup.json.new"), "{");
      execute(source, "DELETE FROM listening_state");

      restore(target, folder.resolve("restored"));

      assertThat(contents(target)).isEqualTo(first);
    }
  }

  /** A file where a folder has to be stops it as a full disk does: the tables are written then. */
  @Test
  void aBackupThatFailsLeavesNothingThatARestoreWouldTake() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      write(backup.resolve("covers"), "no folder");
      assertThatThrownBy(() -> back(source)).isInstanceOf(IOException.class);
      assertThat(unfinished()).isEmpty();
      assertThatThrownBy(() -> new Restore(backup)).hasMessageContaining("there is no backup");

      Files.delete(backup.resolve("covers"));
      back(source);
      Map<String, String> first = contents(source);
      execute(source, "DELETE FROM listening_state");
      Files.move(backup.resolve("covers"), folder.resolve("moved"));
      write(backup.resolve("covers"), "no folder");
      assertThatThrownBy(() -> back(source)).isInstanceOf(IOException.class);
      assertThat(unfinished()).as("of the earlier backup").hasSize(1);
      Files.delete(backup.resolve("covers"));
      Files.move(folder.resolve("moved"), backup.resolve("covers"));
      restore(target, folder.resolve("restored"));
      assertThat(contents(target)).isEqualTo(first);
    }
  }

  private List<String> unfinished() throws IOException {
    try (Stream<Path> contents = Files.list(backup)) {
      return contents
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("tables-") || name.endsWith(".new"))
          .toList();
    }
  }

  @Test
  void aDataFolderWithSomethingElseIsRefused() throws Exception {
    Path data = folder.resolve("home");
    Restore.refuseForeignFiles(data);
    for (String ours : List.of("postgres/PG_VERSION", "postgres.password", "audio/a", ".profile")) {
      write(data.resolve(ours), "");
    }
    Restore.refuseForeignFiles(data);
    write(data.resolve("letters/one.txt"), "not ours");
    assertThatThrownBy(() -> Restore.refuseForeignFiles(data))
        .isInstanceOf(BackupFailure.class)
        .hasMessageContaining("letters");
  }

  @Test
  void aDatabaseInUseIsNotOverwritten() throws Exception {
    try (Database source = schema("latest")) {
      fill(source);
      back(source);
      Map<String, String> before = contents(source);
      assertThatThrownBy(() -> restore(source, folder.resolve("restored")))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining("not empty");
      assertThat(contents(source)).isEqualTo(before);
      assertThat(folder.resolve("restored")).doesNotExist();
    }
  }

  @Test
  void aFolderWithSomethingElseIsRefused() throws Exception {
    write(backup.resolve("letters/one.txt"), "not ours");
    try (Database source = schema("latest")) {
      assertThatThrownBy(() -> back(source))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining("letters");
    }
    assertThatThrownBy(() -> new Restore(backup))
        .isInstanceOf(BackupFailure.class)
        .hasMessageContaining("there is no backup in");
  }
}

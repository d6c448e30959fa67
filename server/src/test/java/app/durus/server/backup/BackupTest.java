package app.durus.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.Database;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore of schemas of one PostgreSQL. */
@ExtendWith(PostgresExtension.class)
class BackupTest {

  private static final String AUDIO = "audio/ab/" + "ab".repeat(32) + ".mp3";

  @TempDir Path folder;
  private TestDatabase postgres;
  private Path data;
  private Path backup;

  @BeforeEach
  void makeFiles(TestDatabase database) throws IOException {
    postgres = database;
    data = folder.resolve("data");
    backup = folder.resolve("backup");
    write(data.resolve(AUDIO), "a recording");
    write(data.resolve("audio/ab/.unfinished"), "half a recording");
    write(data.resolve("covers/cd/picture.webp"), "a picture");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** A new schema with the tables of a version. */
  private Database schema(String version) throws SQLException {
    String name = "s" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    }
    return Database.toRestore(
        Optional.of(
            DatabaseAddress.parse(
                "postgresql://"
                    + postgres.user()
                    + ":"
                    + postgres.password()
                    + "@"
                    + postgres.host()
                    + ":"
                    + postgres.port()
                    + "/"
                    + postgres.name()
                    + "?search_path="
                    + name)),
        Duration.ZERO,
        folder,
        Optional.empty(),
        noOwner(),
        version);
  }

  private static EmbeddedDatabase.Owner noOwner() {
    return null;
  }

  private Backup.Written back(Database database) throws SQLException, IOException {
    try (Connection connection = database.jdbcConnection()) {
      return Backup.write(connection, database.schemaVersion(), data, backup);
    }
  }

  private void restore(Database database, Path to) throws SQLException, IOException {
    Restore restore = new Restore(backup);
    try (Connection connection = database.jdbcConnection()) {
      restore.into(connection, database.schemaVersion(), to);
    }
  }

  private static void execute(Database database, String... statements) throws SQLException {
    try (Connection connection = database.jdbcConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of every table, by its name. */
  private static Map<String, String> contents(Database database) throws SQLException {
    Map<String, String> contents = new TreeMap<>();
    try (Connection connection = database.jdbcConnection();
        Statement statement = connection.createStatement()) {
      for (String table : new TableFiles(connection).tables()) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM "
                    + table
                    + " t")) {
          row.next();
          contents.put(table, row.getString(1));
        }
      }
    }
    return contents;
  }

  private static void fill(Database database) throws SQLException {
    execute(
        database,
        "INSERT INTO listener (id, name, name_key, password_hash) VALUES"
            + " ('00000000-0000-0000-0000-000000000001', E'سامع\\\\ \\t x', 'a', '$argon2id$'),"
            + " ('00000000-0000-0000-0000-000000000002', '\\N', 'b', '')",
        "INSERT INTO listener_session (token_sha256, listener_id, expires_at) SELECT"
            + " sha256(id::text::bytea), id, now() FROM listener",
        "INSERT INTO listening_ledger (listener_id, revision) SELECT id, 7 FROM listener",
        "INSERT INTO listening_state (listener_id, lecture_id, revision) SELECT id, id, 7"
            + " FROM listener");
  }

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
  void aDamagedBackupChangesNothing() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      Map<String, String> before = contents(target);
      Path table =
          backup
              .resolve(BackupManifest.read(backup).tablesFolder())
              .resolve("listening_state.copy.gz");
      byte[] bytes = Files.readAllBytes(table);
      Files.write(table, java.util.Arrays.copyOf(bytes, bytes.length - 3));
      assertThatThrownBy(() -> restore(target, folder.resolve("restored")))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining("listening_state.copy.gz");
      assertThat(contents(target)).isEqualTo(before);
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

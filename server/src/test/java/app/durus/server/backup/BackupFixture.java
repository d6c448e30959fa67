package app.durus.server.backup;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores of schemas of one PostgreSQL. */
@ExtendWith(PostgresExtension.class)
abstract class BackupFixture {

  static final String AUDIO = "audio/ab/" + "ab".repeat(32) + ".mp3";

  @TempDir Path folder;
  TestDatabase postgres;
  Path data;
  Path backup;

  @BeforeEach
  void makeFiles(TestDatabase database) throws IOException {
    postgres = database;
    data = folder.resolve("data");
    backup = folder.resolve("backup");
    write(data.resolve(AUDIO), "a recording");
    write(data.resolve("audio/ab/.unfinished"), "half a recording");
    write(data.resolve("covers/cd/picture.webp"), "a picture");
  }

  static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** A new schema with the tables of a version. */
  Database schema(String version) throws SQLException {
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

  static EmbeddedDatabase.Owner noOwner() {
    return null;
  }

  Backup.Written back(Database database) throws SQLException, IOException {
    try (Connection connection = database.jdbcConnection()) {
      return Backup.write(connection, database.schemaVersion(), data, backup);
    }
  }

  List<String> restore(Database database, Path to) throws SQLException, IOException {
    Restore restore = new Restore(backup);
    try (Connection connection = database.jdbcConnection()) {
      return restore.into(connection, database.schemaVersion(), to);
    }
  }

  static void execute(Database database, String... statements) throws SQLException {
    try (Connection connection = database.jdbcConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of every table, by its name. */
  static Map<String, String> contents(Database database) throws SQLException {
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

  static void fill(Database database) throws SQLException {
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
}

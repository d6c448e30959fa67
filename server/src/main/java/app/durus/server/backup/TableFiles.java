package app.durus.server.backup;

import app.durus.server.backup.BackupManifest.DumpedTable;
import app.durus.server.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The rows of tables as files, in the text format of PostgreSQL's {@code COPY}, compressed. */
final class TableFiles {

  /**
   * The tables that a backup holds, as far as the schema has them. Flyway's own table is not among
   * them: a restored database has its own history of migrations. Other programs' tables in the same
   * schema are left alone.
   */
  static final List<String> TABLES =
      List.of(
          "account_code",
          "audio_asset",
          "catalogue",
          "database_epoch",
          "deleted_session",
          "device_secret",
          "lecture",
          "library",
          "listener",
          "listener_identity",
          "listener_session",
          "listening_ledger",
          "listening_state",
          "scholar",
          "series");

  private static final String PRESENT =
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        AND table_name = ANY (string_to_array(?, ','))
      ORDER BY table_name\
      """;

  private static final String COLUMNS =
      """
      SELECT column_name FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = ? AND is_generated = 'NEVER'
      ORDER BY ordinal_position\
      """;

  private static final String REFERENCES =
      """
      SELECT from_table.relname AS referring, to_table.relname AS referred
      FROM pg_constraint
      JOIN pg_class AS from_table ON from_table.oid = conrelid
      JOIN pg_class AS to_table ON to_table.oid = confrelid
      WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace\
      """;

  private final Connection connection;
  private final CopyManager copies;

  TableFiles(Connection connection) throws SQLException {
    this.connection = connection;
    this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** The tables of this program, by name. */
  List<String> tables() throws SQLException {
    return texts(PRESENT, String.join(",", TABLES));
  }

  private List<String> texts(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  /** Writes one table into a folder. The file is on the disk when this returns. */
  DumpedTable write(String table, Path folder) throws SQLException, IOException {
    List<String> columns = texts(COLUMNS, table);
    DumpedTable unread = new DumpedTable(table, columns, 0, "");
    Path file = folder.resolve(unread.file());
    MessageDigest digest = Sha256.digest();
    long rows;
    try (OutputStream out =
        new GZIPOutputStream(
            new DigestOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), digest))) {
      rows = copies.copyOut("COPY " + target(table, columns) + " TO STDOUT", out);
    }
    sync(file);
    return new DumpedTable(table, columns, rows, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Replaces the rows of all tables by those of the files.
   *
   * @throws BackupFailure when a file is damaged or a table is unknown here
   */
  void load(List<DumpedTable> tables, Path folder) throws SQLException, IOException {
    List<String> present = tables();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE " + String.join(", ", present.stream().map(TableFiles::quoted).toList()));
    }
    for (DumpedTable table : inOrderOfReferences(tables)) {
      if (!present.contains(table.name())) {
        throw new BackupFailure("this database has no table " + table.name());
      }
      load(table, folder.resolve(table.file()));
    }
  }

  /** A table follows all tables to which its rows refer, so that each row finds what it names. */
  private List<DumpedTable> inOrderOfReferences(List<DumpedTable> tables) throws SQLException {
    Map<String, Set<String>> references = references();
    List<DumpedTable> waiting = new ArrayList<>(tables);
    List<DumpedTable> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Set<String> names = waiting.stream().map(DumpedTable::name).collect(Collectors.toSet());
      List<DumpedTable> free =
          waiting.stream()
              .filter(
                  table ->
                      references.getOrDefault(table.name(), Set.of()).stream()
                          .noneMatch(other -> names.contains(other) && !other.equals(table.name())))
              .toList();
      if (free.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + names);
      }
      ordered.addAll(free);
      waiting.removeAll(free);
    }
    return ordered;
  }

  /** The tables to which each table refers. Constraints that wait for the commit do not count. */
  private Map<String, Set<String>> references() throws SQLException {
    Map<String, Set<String>> references = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(REFERENCES)) {
      while (rows.next()) {
        references
            .computeIfAbsent(rows.getString("referring"), table -> new HashSet<>())
            .add(rows.getString("referred"));
      }
    }
    return references;
  }

  private void load(DumpedTable table, Path file) throws SQLException, IOException {
    MessageDigest digest = Sha256.digest();
    long rows;
    try (DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), digest);
        InputStream content = new GZIPInputStream(bytes)) {
      rows =
          copies.copyIn("COPY " + target(table.name(), table.columns()) + " FROM STDIN", content);
      bytes.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new BackupFailure(file + " cannot be read: " + e, e);
    }
    if (rows != table.rows() || !HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
      throw new BackupFailure(file + " is damaged");
    }
  }

  private static String target(String table, List<String> columns) {
    return quoted(table)
        + " ("
        + String.join(", ", columns.stream().map(TableFiles::quoted).toList())
        + ")";
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

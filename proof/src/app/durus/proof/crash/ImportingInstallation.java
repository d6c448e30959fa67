package app.durus.proof.crash;

import app.durus.proof.run.DivergenceException;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.Migrations;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A data folder and a database of its own, into which the packaged {@code import} imports. */
final class ImportingInstallation {

  private static final String SCANS = "import-cache";

  private static final String HEAP = "-Xmx256m";

  /** Without what differs between two installations: revisions, moments and a library's id. */
  private static final String ROWS =
      """
      SELECT 'library ' || root FROM library
      UNION ALL SELECT 'scholar ' || (to_jsonb(scholar) - 'revision')::text FROM scholar
      UNION ALL SELECT 'series ' || (to_jsonb(series) - 'revision')::text FROM series
      UNION ALL SELECT 'lecture '
        || (to_jsonb(lecture) - '{revision,added_at,library_id}'::text[])::text FROM lecture
      UNION ALL SELECT 'audio_asset '
        || (to_jsonb(audio_asset) - '{revision,replaced_at}'::text[])::text
        || (replaced_at IS NOT NULL)::text FROM audio_asset
      ORDER BY 1\
      """;

  private static final String OTHER_SESSIONS =
      """
      SELECT EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid())\
      """;

  private final Path data;
  private final Path log;
  private final String jdbcUrl;
  private final String databaseUrl;
  private final List<String> jvm;

  /**
   * @param name of the database, which is made, and of the data folder
   * @param jvm options of the import's virtual machine
   */
  ImportingInstallation(PostgresProcess postgres, Path folder, String name, List<String> jvm)
      throws SQLException {
    this.data = folder.resolve(name);
    this.log = folder.resolve(name + ".log");
    this.jdbcUrl = postgres.jdbcUrl(name);
    this.databaseUrl = postgres.url(name);
    this.jvm = jvm;
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    DatabaseAddress address = DatabaseAddress.parse(databaseUrl);
    Migrations.apply(address.jdbcUrl(), address.user(), address.password());
  }

  /** Imports to the end. */
  void importAll(Path library) throws IOException, DivergenceException {
    int status = Eventually.ended("an import", begin(library));
    DivergenceException.unless(
        status == 0, "an import ended with " + status + ": " + Files.readString(log));
  }

  /** Begins an import, which the caller ends or waits for. */
  Process begin(Path library) throws IOException {
    List<String> machine = new ArrayList<>(List.of(HEAP));
    machine.addAll(jvm);
    ProcessBuilder builder =
        PackagedJar.command(
            PackagedJar.PATH, machine, data, List.of("import", "--json", library.toString()));
    builder.environment().put("DATABASE_URL", databaseUrl);
    return Processes.start(builder, log);
  }

  /** All rows of the catalogue, in a fixed order. */
  List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      try (ResultSet found = statement.executeQuery(ROWS)) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      }
    }
    return rows;
  }

  /** Waits until the database has noticed that an import was killed. */
  void awaitDisconnected() throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      Eventually.isTrue(
          "the end of a killed import's connections", () -> isDisconnected(statement));
    }
  }

  private static boolean isDisconnected(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(OTHER_SESSIONS)) {
      return found.next() && !found.getBoolean(1);
    }
  }

  /** Each row's recording must be in the store, with all of its bytes. */
  void checkRecordings() throws SQLException, IOException, DivergenceException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet assets = statement.executeQuery("SELECT sha256, extension FROM audio_asset")) {
      while (assets.next()) {
        String sha256 = assets.getString(1);
        String name = sha256.substring(0, 2) + "/" + sha256 + "." + assets.getString(2);
        Path file = data.resolve("audio").resolve(name);
        DivergenceException.unless(Files.exists(file), () -> "a row has no recording: " + name);
        DivergenceException.unless(
            hash(file).equals(sha256), () -> "a recording has other bytes: " + name);
      }
    }
  }

  private static String hash(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The files of recordings and pictures, unfinished ones included, and what is unfinished of the
   * kept scans. Whether a finished scan is there depends on the time: a file that changed just
   * before it was read is not kept.
   */
  SortedSet<String> files() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    for (String folder : List.of("audio", "covers", SCANS)) {
      if (Files.exists(data.resolve(folder))) {
        try (Stream<Path> all = Files.walk(data.resolve(folder))) {
          all.filter(Files::isRegularFile)
              .filter(
                  file -> !folder.equals(SCANS) || file.getFileName().toString().startsWith("."))
              .forEach(file -> names.add(data.relativize(file).toString()));
        }
      }
    }
    return names;
  }
}

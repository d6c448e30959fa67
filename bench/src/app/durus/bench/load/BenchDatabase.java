package app.durus.bench.load;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.Migrations;
import app.durus.server.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A database to measure: the product's own embedded PostgreSQL 18, as it ships, with fsync and
 * synchronous_commit on, or a new database on a server that runs already. It has a {@link
 * Population}, and the same rows in {@code reference_state} and {@code reference_ledger}. These
 * tables have the same columns, keys, checks and indexes, for the reference.
 */
public final class BenchDatabase implements AutoCloseable {

  private final DatabaseAddress address;
  private final String url;

  /** Null when the server's processes are not known. */
  private final Path dataFolder;

  private final Runnable end;

  private BenchDatabase(String url, Path dataFolder, Runnable end) {
    this.address = DatabaseAddress.parse(url);
    this.url = url;
    this.dataFolder = dataFolder;
    this.end = end;
    Migrations.apply(address.jdbcUrl(), address.user(), address.password());
  }

  public static BenchDatabase start(Path dataFolder) {
    EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder);
    DatabaseAddress address = database.address();
    String url =
        String.format(
            Locale.ROOT,
            "postgresql://%s:%s@%s:%d/%s",
            address.user(),
            address.password(),
            address.host(),
            address.port(),
            address.database());
    return new BenchDatabase(url, dataFolder, database::close);
  }

  /**
   * Makes a database on a server that runs already, and drops it at the end. Other databases there
   * are left alone.
   *
   * @param url of any database there, as a superuser
   */
  public static BenchDatabase on(String url) {
    DatabaseAddress there = DatabaseAddress.parse(url);
    String name = "durus_bench_" + UUID.randomUUID().toString().replace("-", "");
    execute(there, "CREATE DATABASE " + name);
    return new BenchDatabase(
        url.replaceFirst("(://[^/]+)(/[^?]*)?", "$1/" + name),
        null,
        () -> execute(there, "DROP DATABASE " + name + " WITH (FORCE)"));
  }

  public DatabaseAddress address() {
    return address;
  }

  /** For the product. */
  public String url() {
    return url;
  }

  /** CPU time of the database's processes so far; 0 when they are not known. */
  public double cpuSeconds() throws IOException {
    return dataFolder == null ? 0 : CpuTime.ofTree(pid());
  }

  /** The postmaster's process. */
  private long pid() throws IOException {
    Path pidFile = dataFolder.resolve("postgres").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
  }

  public void fill(Population population) {
    execute(
        """
        CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
          (kind || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
        """);
    fillCatalogue(population);
    fillListeners(population);
    execute(
        String.format(
            Locale.ROOT,
            """
        INSERT INTO listening_state (
          listener_id, lecture_id, revision, position_ms, position_asset_id, position_occurred_at,
          position_intent_id, position_device_id)
        SELECT bench_id('0199f000', listener), bench_id('0199f001', lecture), place,
          60000, bench_id('0199f002', lecture), 1767225600000, gen_random_uuid(),
          bench_id('0199f003', listener)
        FROM generate_series(0, %d) listener,
          generate_series(1, %d) place,
          LATERAL (SELECT (listener * 7 + place * 13) %% %d AS lecture) AS chosen
        """,
            population.listeners() - 1,
            population.statesOfAListener(),
            population.lectures()));
    execute("CREATE TABLE reference_state (LIKE listening_state INCLUDING ALL)");
    execute("CREATE TABLE reference_ledger (LIKE listening_ledger INCLUDING ALL)");
    execute("ALTER TABLE reference_ledger SET (fillfactor = 70)");
    execute("INSERT INTO reference_state SELECT * FROM listening_state");
    execute("INSERT INTO reference_ledger SELECT * FROM listening_ledger");
    execute("VACUUM ANALYZE");
    execute("CHECKPOINT");
  }

  private void fillCatalogue(Population population) {
    execute(
        """
        INSERT INTO library (id, root) VALUES (bench_id('0199f009', 0), '/lectures');
        INSERT INTO scholar (id, name, published, revision)
        VALUES (bench_id('0199f008', 0), 'Scholar', true, 1)
        """);
    execute(
        String.format(
            Locale.ROOT,
            """
        BEGIN;
        INSERT INTO lecture (
          id, library_id, path, scholar_id, number, title, primary_asset_id, published, revision)
        SELECT bench_id('0199f001', lecture), bench_id('0199f009', 0), lecture || '.mp3',
          bench_id('0199f008', 0), 0, 'Lecture ' || lecture, bench_id('0199f002', lecture), true,
          lecture + 1
        FROM generate_series(0, %1$d) lecture;
        INSERT INTO audio_asset (
          id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
        SELECT bench_id('0199f002', lecture), bench_id('0199f001', lecture),
          encode(sha256(lecture::text::bytea), 'hex'), encode(sha256(lecture::text::bytea), 'hex'),
          1, 3600000, 'mp3', lecture + 1
        FROM generate_series(0, %1$d) lecture;
        COMMIT
        """,
            population.lectures() - 1));
  }

  private void fillListeners(Population population) {
    execute(
        String.format(
            Locale.ROOT,
            """
        INSERT INTO listener (id, name, name_key, password_hash)
        SELECT bench_id('0199f000', listener), 'Listener ' || listener, 'listener ' || listener, ''
        FROM generate_series(0, %1$d) listener;
        INSERT INTO listener_session (token_sha256, listener_id, expires_at)
        SELECT
          sha256(
            convert_to(
              rtrim(translate(
                encode(sha256(('session ' || listener)::bytea), 'base64'), '+/', '-_'), '='),
              'UTF8')),
          bench_id('0199f000', listener), now() + interval '1 day'
        FROM generate_series(0, %1$d) listener;
        INSERT INTO listening_ledger (listener_id, revision)
        SELECT bench_id('0199f000', listener), %2$d FROM generate_series(0, %1$d) listener
        """,
            population.listeners() - 1,
            population.statesOfAListener()));
  }

  public String epoch() {
    return ask("SELECT present_epoch()");
  }

  /** The settings on which the figures depend, for the report. */
  public String settings() {
    return List.of(
            "server_version",
            "jit",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers")
        .stream()
        .map(name -> name + "=" + ask("SHOW " + name))
        .reduce((left, right) -> left + " " + right)
        .orElseThrow();
  }

  public void execute(String sql) {
    execute(address, sql);
  }

  private static void execute(DatabaseAddress address, String sql) {
    try (Connection connection = connect(address);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public String ask(String sql) {
    try (Connection connection = connect(address);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  @Override
  public void close() {
    end.run();
  }
}

package app.durus.proof.browser;

import app.durus.product.app.Lecture;
import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.processes.PostgresProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A database, a server with the demo library, and the proxy by which browsers reach it. */
public final class BrowserHarness implements AutoCloseable {

  private static final String HEAP = "256m";

  /** The number of lectures in the catalogue, beyond those of the demo library. */
  private static final int FIRST_REVISION = 1_000_000;

  private static final String STOCK =
      """
      BEGIN;
      CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
        (kind || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;
      INSERT INTO library (id, root) VALUES (bench_id('0199f009', 0), '/bench');
      INSERT INTO scholar (id, name, published, revision)
      SELECT bench_id('0199f008', n), 'Scholar ' || n, true, %2$d + n FROM generate_series(1, 10) n;
      INSERT INTO series (id, scholar_id, title, published, revision)
      SELECT bench_id('0199f007', n), bench_id('0199f008', 1 + n %% 10), 'Series ' || n, true,
        %2$d + 100 + n
      FROM generate_series(1, 100) n;
      INSERT INTO lecture (
        id, library_id, path, scholar_id, series_id, number, title, primary_asset_id, published,
        revision)
      SELECT bench_id('0199f001', n), bench_id('0199f009', 0), n || '.mp3',
        bench_id('0199f008', 1 + (1 + n %% 100) %% 10), bench_id('0199f007', 1 + n %% 100),
        1 + n / 100, 'Lecture ' || n, bench_id('0199f002', n), true, %2$d + 1000 + 2 * n
      FROM generate_series(1, %1$d) n;
      INSERT INTO audio_asset (
        id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
      SELECT bench_id('0199f002', n), bench_id('0199f001', n),
        encode(sha256(n::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex'),
        20000000, 3600000, 'mp3', %2$d + 1001 + 2 * n
      FROM generate_series(1, %1$d) n;
      UPDATE catalogue SET revision = %2$d + 1001 + 2 * %1$d;
      COMMIT
      """;

  private final Path folder;
  private final PostgresProcess postgres;
  private final ServerProcess server;
  private final ScriptedProxy wire;
  private ServerProcess next;

  private BrowserHarness(
      Path folder, PostgresProcess postgres, ServerProcess server, ScriptedProxy wire) {
    this.folder = folder;
    this.postgres = postgres;
    this.server = server;
    this.wire = wire;
  }

  public static BrowserHarness start(Path folder)
      throws IOException, InterruptedException, SQLException {
    PostgresProcess postgres = PostgresProcess.start(folder);
    ServerProcess server =
        ServerProcess.start(folder.resolve("server"), Optional.of(postgres.url()), HEAP, "--demo");
    ScriptedProxy wire = new ScriptedProxy(Ports.free(), server.uri());
    BrowserHarness harness = new BrowserHarness(folder, postgres, server, wire);
    harness.tables().installRevisionLog();
    return harness;
  }

  Path folder() {
    return folder;
  }

  public ScriptedProxy wire() {
    return wire;
  }

  public ProofTables tables() {
    return new ProofTables(postgres.jdbcUrl());
  }

  /**
   * Writes a long recording and imports it, as the operator does.
   *
   * @return the file
   */
  public Path importLong(String title, long seed, long sizeBytes)
      throws IOException, InterruptedException {
    Path file = folder.resolve("library/A Scholar/A Series/01 - " + title + ".mp3");
    LongLecture.write(file, seed, sizeBytes);
    Product.Ended ended =
        Product.run(
            folder.resolve("server"),
            Map.of("DATABASE_URL", postgres.url()),
            "import",
            folder.resolve("library").toString());
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
    return file;
  }

  /** From now on the same address leads to a server with the next version of the app. */
  void leadToNewBuild() throws IOException, InterruptedException {
    if (next == null) {
      Path jar = NewBuild.make(PackagedJar.PATH, folder.resolve("next.jar"));
      next =
          ServerProcess.start(
              jar, folder.resolve("next-server"), Optional.of(postgres.url()), HEAP);
    }
    wire.leadTo(next.uri());
  }

  void leadToPresentBuild() {
    wire.leadTo(server.uri());
  }

  /** The published lectures, in a fixed order. */
  public List<Lecture> lectures() throws SQLException {
    List<Lecture> lectures = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT lecture.id, lecture.title, asset.duration_ms
                  FROM lecture JOIN audio_asset asset ON asset.id = lecture.primary_asset_id
                 WHERE lecture.published ORDER BY lecture.title
                """)) {
      while (rows.next()) {
        lectures.add(new Lecture(rows.getString(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return lectures;
  }

  /** Adds lectures without recordings to the catalogue: a hundred series of ten scholars. */
  public void stockLectures(int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(String.format(Locale.ROOT, STOCK, count, FIRST_REVISION));
    }
  }

  /** The listener's states on the server, by lecture. */
  Map<String, ShownProgress> progress(String name) throws SQLException {
    Map<String, ShownProgress> progress = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement =
            connection.prepareStatement(
                """
                SELECT state.lecture_id, position_ms, coalesce(completed, false),
                       coalesce(favorite, false)
                  FROM listening_state state JOIN listener ON listener.id = state.listener_id
                 WHERE listener.name = ?
                """)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          Long positionMs = rows.getObject(2, Long.class);
          progress.put(
              rows.getString(1),
              new ShownProgress(positionMs, rows.getBoolean(3), rows.getBoolean(4)));
        }
      }
    }
    return progress;
  }

  @Override
  public void close() {
    wire.close();
    if (next != null) {
      next.close();
    }
    server.close();
    postgres.close();
  }
}

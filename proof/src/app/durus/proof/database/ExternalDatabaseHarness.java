package app.durus.proof.database;

import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.TcpProxy;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packaged server on Debian's PostgreSQL, with TLS and JIT. A proxy between them simulates the
 * network.
 */
final class ExternalDatabaseHarness extends DatabaseHarness {

  private static final long SLOW_MS = 200;

  /** How long the server may take to end, whatever the database does. */
  private static final Duration END_LIMIT = Duration.ofSeconds(20);

  /** How long the database has been silent when the server gets SIGTERM. */
  private static final long SILENT_BEFORE_END_MS = 2_000;

  /** This many segments of the write-ahead log may be kept for reuse; they need no new space. */
  private static final int MOST_SEGMENTS = 10;

  private static final String WAITING = "Waiting for the database at ";

  private final Fault fault;
  private final PostgresProcess postgres;
  private final TcpProxy proxy;
  private final ServerProcess server;
  private final Optional<SmallDisk> disk;
  private final Optional<DatabaseSupervisor> restarter;
  private Duration slowestEnd = Duration.ZERO;
  private Optional<Connection> hanging = Optional.empty();

  private ExternalDatabaseHarness(
      Fault fault,
      PostgresProcess postgres,
      Optional<SmallDisk> disk,
      TcpProxy proxy,
      ServerProcess server) {
    this.fault = fault;
    this.postgres = postgres;
    this.disk = disk;
    this.proxy = proxy;
    this.server = server;
    this.restarter = disk.map(full -> DatabaseSupervisor.of(postgres));
  }

  static ExternalDatabaseHarness start(Fault fault, Path programs, Path folder, String heap)
      throws Exception {
    SelfSigned tls = SelfSigned.in(Files.createDirectories(folder));
    PostgresProcess postgres = PostgresProcess.stoppedOf(programs, folder, settings(fault, tls));
    postgres.give(tls.key());
    Optional<SmallDisk> disk =
        fault == Fault.FULL ? Optional.of(SmallDisk.under(postgres.files())) : Optional.empty();
    postgres.startAgain();
    TcpProxy proxy = TcpProxy.before(postgres.port());
    String url =
        postgres.urlAt("localhost", proxy.port())
            + "?sslmode=verify-full&sslrootcert="
            + tls.certificate();
    ServerProcess server = ServerProcess.start(folder.resolve("server"), Optional.of(url), heap);
    ExternalDatabaseHarness harness =
        new ExternalDatabaseHarness(fault, postgres, disk, proxy, server);
    if (harness.takesServerAway()) {
      server.startCheaplyFromNowOn();
    }
    return harness;
  }

  /**
   * The settings that Debian ships. Only the small disk of {@link Fault#FULL} needs a small
   * write-ahead log.
   */
  private static List<String> settings(Fault fault, SelfSigned tls) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "jit=on",
                "ssl=on",
                "ssl_cert_file=" + tls.certificate(),
                "ssl_key_file=" + tls.key()));
    if (fault == Fault.FULL) {
      settings.add("min_wal_size=32MB");
      settings.add("max_wal_size=64MB");
    }
    return settings;
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public ProofTables tables() {
    return new ProofTables(postgres.jdbcUrl());
  }

  @Override
  boolean takesServerAway() {
    return fault == Fault.LATE || fault == Fault.TERMINATED;
  }

  @Override
  String figures() {
    return fault == Fault.TERMINATED
        ? ", the server ended in at most " + slowestEnd.toMillis() + " ms"
        : "";
  }

  @Override
  public void kill() throws Exception {
    switch (fault) {
      case KILLED -> postgres.kill();
      case RESTARTED -> postgres.stop();
      case STOPPED -> postgres.freeze();
      case FORGOTTEN -> proxy.silencePresent();
      case SILENT, TERMINATED -> proxy.silence();
      case SLOW -> proxy.delay(SLOW_MS);
      case READONLY -> readOnly("on");
      case STUCK -> hanging = Optional.of(lockOne());
      case FULL -> disk.orElseThrow().fill();
      case LATE -> {
        server.end();
        postgres.stop();
      }
      case EMBEDDED -> throw notHere();
    }
  }

  @Override
  public void startAgain() throws Exception {
    int before = served();
    // The fault must last this long; there is no event to wait for.
    switch (fault) {
      case FULL -> stayFull();
      case LATE -> startWithoutDatabase();
      case TERMINATED -> endWhileSilent();
      default -> Pause.pace(HELD.toMillis());
    }
    if (fault == Fault.STUCK || fault == Fault.SLOW) {
      DivergenceException.unless(served() > before, "nobody was served while the fault lasted");
    }
    switch (fault) {
      case KILLED, RESTARTED, LATE -> postgres.startAgain();
      case STOPPED -> postgres.thaw();
      case FORGOTTEN, SILENT -> proxy.speak();
      case SLOW -> proxy.delay(0);
      case READONLY -> readOnly("off");
      case STUCK -> {
        hanging.orElseThrow().close();
        hanging = Optional.empty();
      }
      case FULL -> disk.orElseThrow().makeRoom();
      case TERMINATED -> {
        proxy.speak();
        server.startAgain();
      }
      case EMBEDDED -> throw notHere();
    }
  }

  private static IllegalStateException notHere() {
    return new IllegalStateException("a fault of another database");
  }

  /** First no table can grow, then the write-ahead log cannot grow either, and PostgreSQL stops. */
  private void stayFull() throws InterruptedException {
    fillFor(HELD.dividedBy(2));
    useUpLog();
    fillFor(HELD.dividedBy(2));
  }

  /** Fills the space again that PostgreSQL freed by deleting files. */
  private void fillFor(Duration time) throws InterruptedException {
    long pieces = time.toSeconds();
    for (long i = 0; i < pieces; i++) {
      disk.orElseThrow().fill();
      Pause.pace(time.toMillis() / pieces);
    }
  }

  private void useUpLog() {
    try {
      for (int i = 0; i < MOST_SEGMENTS; i++) {
        execute("SELECT pg_logical_emit_message(true, 'proof', 'full'), pg_switch_wal()");
      }
    } catch (SQLException full) {
      // That is what was wanted.
    }
  }

  private void startWithoutDatabase() throws Exception {
    long before = waits();
    server.begin();
    Pause.pace(HELD.toMillis());
    DivergenceException.unless(
        waits() > before, "the server does not say that it waits for the database");
  }

  private long waits() throws IOException {
    try (var lines = Files.lines(server.log(), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith(WAITING)).count();
    }
  }

  private void endWhileSilent() throws Exception {
    Pause.pace(SILENT_BEFORE_END_MS);
    Duration took = server.end();
    slowestEnd = took.compareTo(slowestEnd) > 0 ? took : slowestEnd;
    DivergenceException.unless(
        took.compareTo(END_LIMIT) <= 0, "the server ended only after " + took);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void readOnly(String value) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  /**
   * Locks the ledger of one listener, as an instance does that hangs in a transaction without a
   * time limit.
   */
  private Connection lockOne() throws SQLException {
    Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT 1 FROM listening_ledger WHERE listener_id =
                  (SELECT listener_id FROM listening_state GROUP BY 1 ORDER BY max(revision) DESC LIMIT 1)
                FOR UPDATE
                """)) {
      if (!rows.next()) {
        throw new IllegalStateException("nobody has listened yet");
      }
    }
    return connection;
  }

  @Override
  public void close() throws IOException {
    proxy.delay(0);
    server.close();
    proxy.close();
    restarter.ifPresent(DatabaseSupervisor::close);
    postgres.close();
    disk.ifPresent(SmallDisk::close);
  }
}

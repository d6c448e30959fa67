package app.durus.server.simulation;

import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The packaged server on Debian's PostgreSQL, with TLS and JIT, through a proxy that stands for the
 * network; or on its own PostgreSQL. One of the database's faults is done to it.
 */
final class DatabaseStand implements FaultyStand, AutoCloseable {

  /** What can happen to a database, or to the way to it. */
  enum Fault {
    KILLED,
    STOPPED,
    RESTARTED,
    /** What went over connections is swallowed; new ones work. */
    FORGOTTEN,
    /** Nothing comes through, on new connections neither. */
    SILENT,
    /** Each byte takes 200 ms in each direction. */
    SLOW,
    READONLY,
    /** Another instance holds a listener's lock and hangs. */
    STUCK
  }

  private static final String HEAP = "256m";
  private static final long SLOW_MS = 200;

  /** How long a fault lasts: longer than each of the server's own limits. */
  private static final Duration HELD = Duration.ofSeconds(8);

  /** Of the server's answers while the database does not work. */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(15);

  private static final int LARGEST_RETRY_AFTER = 10;

  private final Fault fault;
  private final PostgresProcess postgres;
  private final TcpProxy proxy;
  private final ServerProcess server;
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong slowestMs = new AtomicLong();
  private Optional<Connection> hanging = Optional.empty();

  private DatabaseStand(
      Fault fault, PostgresProcess postgres, TcpProxy proxy, ServerProcess server) {
    this.fault = fault;
    this.postgres = postgres;
    this.proxy = proxy;
    this.server = server;
  }

  /**
   * @param programs of Debian's PostgreSQL
   */
  static DatabaseStand start(Fault fault, Path programs, Path folder) throws Exception {
    Path certificate = certificate(Files.createDirectories(folder));
    PostgresProcess postgres =
        PostgresProcess.stoppedOf(
            programs,
            folder,
            List.of(
                "jit=on",
                "ssl=on",
                "ssl_cert_file=" + certificate,
                "ssl_key_file=" + folder.resolve("server.key").toAbsolutePath()));
    postgres.give(folder.resolve("server.key"));
    postgres.startAgain();
    TcpProxy proxy = TcpProxy.before(postgres.port());
    String url =
        postgres.urlAt("localhost", proxy.port())
            + "?sslmode=verify-full&sslrootcert="
            + certificate;
    ServerProcess server = ServerProcess.start(folder.resolve("server"), Optional.of(url), HEAP);
    DatabaseStand stand = new DatabaseStand(fault, postgres, proxy, server);
    stand.tables().stock();
    stand.tables().installWitness();
    return stand;
  }

  private static Path certificate(Path folder) throws IOException, InterruptedException {
    Path certificate = folder.resolve("server.crt").toAbsolutePath();
    Process openssl =
        Processes.start(
            new ProcessBuilder(
                "openssl",
                "req",
                "-new",
                "-x509",
                "-nodes",
                "-days",
                "7",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                folder.resolve("server.key").toString(),
                "-out",
                certificate.toString()),
            folder.resolve("openssl.log"));
    if (openssl.waitFor() != 0) {
      throw new IllegalStateException("openssl made no certificate: see " + folder);
    }
    return certificate;
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public ProofTables tables() {
    return new ProofTables(postgres.jdbcUrl());
  }

  /** How many requests were told to come back. */
  int refused() {
    return refused.get();
  }

  /** The longest that a request waited for its answer. */
  long slowestMs() {
    return slowestMs.get();
  }

  @Override
  public void kill() throws Exception {
    switch (fault) {
      case KILLED -> postgres.kill();
      case RESTARTED -> postgres.stop();
      case STOPPED -> postgres.freeze();
      case FORGOTTEN -> proxy.silencePresent();
      case SILENT -> proxy.silence();
      case SLOW -> proxy.delay(SLOW_MS);
      case READONLY -> readOnly("on");
      case STUCK -> hanging = Optional.of(lockOne());
    }
  }

  @Override
  public void startAgain() throws Exception {
    int before = served.get();
    // The fault has to last: nothing is awaited here but its own time.
    Pause.pace(HELD.toMillis());
    if (fault == Fault.STUCK || fault == Fault.SLOW) {
      Diverged.unless(served.get() > before, "nobody was served while the fault lasted");
    }
    switch (fault) {
      case KILLED, RESTARTED -> postgres.startAgain();
      case STOPPED -> postgres.thaw();
      case FORGOTTEN, SILENT -> proxy.speak();
      case SLOW -> proxy.delay(0);
      case READONLY -> readOnly("off");
      case STUCK -> {
        hanging.orElseThrow().close();
        hanging = Optional.empty();
      }
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

  /** As an instance leaves it that was stopped, without a limit of its own. */
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
  public void answered(Duration took) {
    served.incrementAndGet();
    slowestMs.accumulateAndGet(took.toMillis(), Math::max);
  }

  @Override
  public void unanswered(Device.Unanswered how, Duration took) throws Diverged {
    refused.incrementAndGet();
    slowestMs.accumulateAndGet(took.toMillis(), Math::max);
    OptionalInt retryAfter = how.retryAfterSeconds();
    Diverged.unless(
        how.status() == 503
            && retryAfter.isPresent()
            && retryAfter.getAsInt() >= 1
            && retryAfter.getAsInt() <= LARGEST_RETRY_AFTER,
        "not 503 with Retry-After in seconds: " + how.getMessage());
    Diverged.unless(
        took.compareTo(SLOWEST_ANSWER) < 0, "answered after " + took + ": " + how.getMessage());
  }

  /** Whether the server tells that it is ready again. */
  void awaitHealth() throws InterruptedException {
    Eventually.isTrue("that /health says up", server::healthy);
  }

  @Override
  public void close() throws IOException {
    proxy.delay(0);
    server.close();
    proxy.close();
    postgres.close();
  }
}

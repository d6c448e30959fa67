package app.durus.server.database.embedded;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The PostgreSQL process of a data folder, as it is asked to start and to stop; nothing watches it.
 * It keeps its port for as long as this object lives. Only for who holds the data folder's lock.
 */
public final class PostgresServer {

  private static final String HOST = "127.0.0.1";
  private static final String BAD_PASSWORD = "28P01";
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  /** How long the children of a killed postmaster, and whoever took the port, are waited for. */
  private static final Duration FORMER_LIMIT = Duration.ofSeconds(30);

  /** Between two tries of those. */
  private static final long PAUSE_MS = 100;

  private static final int LOOK_EVERY_MS = 20;

  /** Whoever starts it hears nothing of a start that is faster, and then this often. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final Duration REPEAT = Duration.ofSeconds(10);

  /**
   * The promises that an acknowledged intent survives a power loss; a password for everybody; this
   * machine alone, by a literal address, so that nobody else can answer for the name.
   */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("max_connections", "100"),
          Map.entry("listen_addresses", HOST),
          Map.entry("unix_socket_directories", ""),
          Map.entry("password_encryption", "scram-sha-256"),
          Map.entry("cluster_name", "salafi-durus"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_destination", "stderr"),
          Map.entry("logging_collector", "off"),
          Map.entry("log_line_prefix", "%m [%p] "),
          Map.entry("log_startup_progress_interval", "10s"));

  private final Path dataFolder;
  private final Map<String, String> parameters;
  private final Consumer<String> say;
  private final DatabaseAccount account;
  private final PostgresLog log;
  private final PostgresPrograms programs;
  private final Cluster cluster;
  private int port;
  private boolean wasReady;
  private volatile Process process;
  private volatile boolean told;

  private PostgresServer(
      Path dataFolder,
      Optional<String> account,
      Map<String, String> parameters,
      Consumer<String> say)
      throws IOException {
    this.dataFolder = dataFolder;
    this.parameters = parameters;
    this.say = say;
    this.account = DatabaseAccount.choose(account, dataFolder, Cluster.folderIn(dataFolder));
    this.log = new PostgresLog(dataFolder);
    this.programs = PostgresPrograms.in(dataFolder, this.account, say);
    this.cluster = new Cluster(dataFolder, this.account, programs, log);
    this.port = FreePort.choose();
  }

  /**
   * Makes everything ready to be started: unpacks the programs, stops what a killed owner left
   * running, makes the cluster or takes it over.
   *
   * @param account of the machine, for root; see {@link DatabaseAccount#choose}
   * @param parameters of PostgreSQL, over those that the product sets
   * @param say hears what takes long, in a few words
   * @throws StartupFailure when that cannot be; it says why and how to go on
   */
  public static PostgresServer prepare(
      Path dataFolder,
      Optional<String> account,
      Map<String, String> parameters,
      Consumer<String> say) {
    try {
      PostgresServer server = new PostgresServer(dataFolder, account, parameters, say);
      Optional<ProcessHandle> left = PostmasterFile.running(server.cluster.folder());
      if (left.isPresent()) {
        say.accept("stopping a PostgreSQL that a killed process left running");
        server.stop(left.get());
      }
      server.cluster.clearStalePostmasterFile();
      server.cluster.prepare(say);
      return server;
    } catch (IOException e) {
      throw new StartupFailure(
          "the embedded PostgreSQL in %s cannot be prepared: %s".formatted(dataFolder, e), e);
    }
  }

  /** What the database of this data folder answers to, from outside of its owner's process. */
  static Optional<DatabaseAddress> running(Path dataFolder) throws IOException {
    Path folder = Cluster.folderIn(dataFolder);
    Optional<String> password = new ServerPassword(dataFolder).read();
    if (password.isEmpty() || PostmasterFile.running(folder).isEmpty()) {
      return Optional.empty();
    }
    return PostmasterFile.read(folder)
        .filter(PostmasterFile::isReady)
        .map(file -> address(file.port(), password.get()));
  }

  /**
   * Starts it and waits until it answers, however long a recovery takes.
   *
   * @throws StartupFailure when it refuses, in its own words, or was told to stop meanwhile
   */
  public synchronized void start() {
    try {
      if (!startsWithPassword()) {
        // Of a backup that was made with another password, or with none.
        stop(process.toHandle());
        say.accept("giving the database its password again");
        cluster.setPassword();
        if (!startsWithPassword()) {
          throw new StartupFailure(
              "the embedded PostgreSQL in %s does not take the password that it was given"
                  .formatted(dataFolder));
        }
      }
    } catch (IOException e) {
      throw new StartupFailure(
          "the embedded PostgreSQL in %s did not start: %s".formatted(dataFolder, e), e);
    }
  }

  public synchronized DatabaseAddress address() {
    try {
      return address(port, cluster.password());
    } catch (IOException e) {
      throw new StartupFailure("the password of the database cannot be read: " + e, e);
    }
  }

  /** The account that it runs under, where that is not our own. */
  public Optional<String> otherAccount() {
    return account.other().map(DatabaseAccount.Other::name);
  }

  /** The postmaster, dead or alive; null before the first start. */
  public Process process() {
    return process;
  }

  /**
   * Ends its connections and waits until its files are at rest. A start that is under way in
   * another thread gives up.
   */
  public void stop() {
    told = true;
    synchronized (this) {
      notifyAll();
      if (process != null) {
        stop(process.toHandle());
      }
    }
  }

  /** Keeps the log small. Now and then, while it runs. */
  void tidy() throws IOException {
    log.keepBounded();
  }

  private static DatabaseAddress address(int port, String password) {
    return DatabaseAddress.local(HOST, port, Cluster.SUPERUSER, password);
  }

  /**
   * @return false when it runs and does not know the password
   */
  private boolean startsWithPassword() throws IOException {
    Instant limit = Instant.now().plus(FORMER_LIMIT);
    long before = log.end();
    while (!isReadyAfter(before)) {
      boolean portIsTaken = log.says(before, "Address already in use");
      boolean isHeldUp = portIsTaken || log.says(before, "pre-existing shared memory block");
      if (told || !isHeldUp || Instant.now().isAfter(limit)) {
        throw new StartupFailure(
            told
                ? "told to stop while the database was starting"
                : "the embedded PostgreSQL in %s did not start: %s"
                    .formatted(dataFolder, log.reason(before)));
      }
      // The children of a killed postmaster take a moment to notice.
      pause();
      before = log.end();
      if (portIsTaken && !wasReady) {
        port = FreePort.choose();
      }
      cluster.clearStalePostmasterFile();
    }
    wasReady = true;
    return takesPassword();
  }

  private synchronized void pause() {
    try {
      if (!told) {
        wait(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting", e);
    }
  }

  /**
   * @return false when it ended instead
   */
  private boolean isReadyAfter(long before) throws IOException {
    if (told) {
      return false;
    }
    process = Command.builder(command()).redirectOutput(log.redirect()).start();
    process.getOutputStream().close();
    Instant next = Instant.now().plus(SILENCE);
    while (!isReady()) {
      if (Instant.now().isAfter(next)) {
        say.accept("PostgreSQL is starting: " + log.lastWords(before));
        next = Instant.now().plus(REPEAT);
      }
      if (hasEnded(process.toHandle(), Duration.ofMillis(LOOK_EVERY_MS))) {
        return false;
      }
      if (told) {
        stop(process.toHandle());
        return false;
      }
    }
    return true;
  }

  private boolean isReady() throws IOException {
    return PostmasterFile.read(cluster.folder())
        .filter(file -> file.pid() == process.pid() && file.isReady())
        .isPresent();
  }

  private boolean takesPassword() {
    DatabaseAddress address = address();
    try (var connection =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
      return connection.isValid(0);
    } catch (SQLException e) {
      if (BAD_PASSWORD.equals(e.getSQLState())) {
        return false;
      }
      throw new StartupFailure(
          "the embedded PostgreSQL in %s does not answer: %s".formatted(dataFolder, e.getMessage()),
          e);
    }
  }

  private List<String> command() {
    List<String> words =
        new ArrayList<>(
            List.of(
                programs.path("postgres"),
                "-D",
                cluster.folder().toString(),
                "-p",
                Integer.toString(port)));
    PARAMETERS.forEach(
        (name, value) -> {
          if (!parameters.containsKey(name)) {
            words.addAll(List.of("-c", name + "=" + value));
          }
        });
    parameters.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
    return account.commandOfItsOwnSession(words);
  }

  /**
   * Asks for a fast shutdown; where that takes too long, for one after which the next start has
   * something to recover. The signal is sent with the rights of the database's account, so that it
   * can reach nobody else's process.
   */
  private void stop(ProcessHandle postmaster) {
    signal(postmaster, "INT");
    if (!hasEnded(postmaster, STOP_LIMIT)) {
      say.accept("PostgreSQL does not end in order and is cut off; its next start recovers");
      signal(postmaster, "QUIT");
      if (!hasEnded(postmaster, STOP_LIMIT)) {
        throw new StartupFailure(
            "PostgreSQL, process %d, in %s does not stop"
                .formatted(postmaster.pid(), cluster.folder()));
      }
    }
  }

  private void signal(ProcessHandle postmaster, String name) {
    if (postmaster.isAlive()) {
      Command.run(
          account.command(
              List.of(programs.path("pg_ctl"), "kill", name, Long.toString(postmaster.pid()))));
    }
  }

  private static boolean hasEnded(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting or stopping", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}

package app.durus.server.database.embedded;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.FileErrorText;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts and stops the PostgreSQL process of a data folder, without supervising it. The port stays
 * the same for the lifetime of this object. The caller must hold the data folder's lock.
 */
public final class PostgresServer {

  private static final String BAD_PASSWORD = "28P01";

  /** How long to wait for the children of a killed postmaster, and for a port in use. */
  private static final Duration FORMER_LIMIT = Duration.ofSeconds(30);

  /** The pause between two attempts. */
  private static final long PAUSE_MS = 100;

  private final Path dataFolder;
  private final Map<String, String> parameters;
  private final Consumer<String> say;
  private final DatabaseAccount account;
  private final PostgresLog log;
  private final PostgresPrograms programs;
  private final Cluster cluster;
  private final Shutdown shutdown;
  private final Postmaster postmaster;
  private int port;
  private boolean wasReady;
  private volatile boolean stopRequested;

  private PostgresServer(
      Path dataFolder,
      DatabaseAccount account,
      PostgresPrograms programs,
      Map<String, String> parameters,
      Consumer<String> say)
      throws IOException {
    this.dataFolder = dataFolder;
    this.parameters = parameters;
    this.say = say;
    this.account = account;
    this.programs = programs;
    this.log = new PostgresLog(dataFolder);
    this.cluster = new Cluster(dataFolder, account, programs, log);
    this.shutdown = new Shutdown(account, programs, say);
    this.postmaster = new Postmaster(cluster, log, shutdown, say);
    this.port = FreePort.choose();
  }

  /**
   * Prepares a start: unpacks the programs, stops a PostgreSQL that a killed owner left running,
   * and creates or adopts the cluster.
   *
   * @param account of the machine, for root; see {@link DatabaseAccount#choose}
   * @param parameters PostgreSQL parameters that override the product's
   * @param say is told of steps that take long, in a few words
   * @throws StartupFailure when that fails; the message says why and what to do
   */
  public static PostgresServer prepare(
      Path dataFolder,
      Optional<String> account,
      Map<String, String> parameters,
      Consumer<String> say) {
    return prepare(
        dataFolder,
        account,
        parameters,
        say,
        chosen -> PostgresPrograms.in(dataFolder, chosen, say));
  }

  /**
   * Like the other method, with the programs of an installed PostgreSQL.
   *
   * @param installation whose {@code bin} holds them
   */
  public static PostgresServer prepareOf(
      Path installation, Path dataFolder, Map<String, String> parameters) {
    return prepare(
        dataFolder,
        Optional.empty(),
        parameters,
        progress -> {},
        chosen -> PostgresPrograms.installedIn(installation));
  }

  private static PostgresServer prepare(
      Path dataFolder,
      Optional<String> account,
      Map<String, String> parameters,
      Consumer<String> say,
      Unpacking programs) {
    try {
      DatabaseAccount chosen =
          DatabaseAccount.choose(account, dataFolder, Cluster.folderIn(dataFolder));
      PostgresServer server =
          new PostgresServer(dataFolder, chosen, programs.unpackFor(chosen), parameters, say);
      Optional<ProcessHandle> left = PostmasterFile.running(server.cluster.folder());
      if (left.isPresent()) {
        say.accept("stopping a PostgreSQL that a killed process left running");
        server.shutdown.of(left.get());
      }
      server.cluster.clearStalePostmasterFile();
      server.cluster.prepare(say);
      return server;
    } catch (IOException e) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the embedded PostgreSQL in %s cannot be prepared: %s",
              dataFolder,
              FileErrorText.of(e)),
          e);
    }
  }

  private interface Unpacking {

    PostgresPrograms unpackFor(DatabaseAccount account) throws IOException;
  }

  /** The address of this data folder's database, for processes other than its owner. */
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
   * Starts PostgreSQL and waits until it answers, however long a recovery takes.
   *
   * @throws StartupFailure when PostgreSQL refuses, with its own message, or {@link #stop} was
   *     called meanwhile
   */
  public synchronized void start() {
    try {
      if (!startsWithPassword()) {
        // The cluster comes from a backup with another password, or with none.
        postmaster.stop();
        say.accept("giving the database its password again");
        cluster.setPassword();
        if (!startsWithPassword()) {
          throw new StartupFailure(
              String.format(
                  Locale.ROOT,
                  "the embedded PostgreSQL in %s refuses the password that this process has just set",
                  dataFolder));
        }
      }
    } catch (IOException e) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the embedded PostgreSQL in %s did not start: %s",
              dataFolder,
              FileErrorText.of(e)),
          e);
    }
  }

  public synchronized DatabaseAddress address() {
    try {
      return address(port, cluster.password());
    } catch (IOException e) {
      throw new StartupFailure(
          "the password of the database cannot be read: " + FileErrorText.of(e), e);
    }
  }

  /** The account that PostgreSQL runs under, if it is not this process's own. */
  public Optional<String> otherAccount() {
    return account.other().map(DatabaseAccount.Other::name);
  }

  /** The postmaster, dead or alive; null before the first start. */
  public Process process() {
    return postmaster.process();
  }

  /**
   * Ends all connections and waits until PostgreSQL has ended. A start that runs on another thread
   * is aborted.
   */
  public void stop() {
    stopRequested = true;
    synchronized (this) {
      notifyAll();
      if (process() != null) {
        postmaster.stop();
      }
    }
  }

  /** Shuts PostgreSQL down in order, to start it again. */
  public synchronized void pause() {
    postmaster.stop();
  }

  /** Bounds the log. Called periodically while PostgreSQL runs. */
  void tidy() throws IOException {
    log.keepBounded();
  }

  private static DatabaseAddress address(int port, String password) {
    return DatabaseAddress.local(Parameters.HOST, port, Cluster.SUPERUSER, password);
  }

  /**
   * @return false when PostgreSQL runs and rejects the password
   */
  private boolean startsWithPassword() throws IOException {
    Instant limit = Instant.now().plus(FORMER_LIMIT);
    long before = log.end();
    while (!postmaster.start(command(), before, () -> stopRequested)) {
      boolean portIsTaken = log.says(before, "Address already in use");
      boolean isHeldUp = portIsTaken || log.says(before, "pre-existing shared memory block");
      if (stopRequested || !isHeldUp || Instant.now().isAfter(limit)) {
        throw new StartupFailure(
            stopRequested
                ? "told to stop while the database was starting"
                : String.format(
                    Locale.ROOT,
                    "the embedded PostgreSQL in %s did not start: %s",
                    dataFolder,
                    log.reason(before)));
      }
      // The children of a killed postmaster need a moment to notice and end.
      awaitOthers();
      before = log.end();
      if (portIsTaken && !wasReady) {
        port = FreePort.choose();
      }
      cluster.clearStalePostmasterFile();
    }
    wasReady = true;
    return takesPassword();
  }

  private synchronized void awaitOthers() {
    try {
      if (!stopRequested) {
        wait(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting", e);
    }
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
      postmaster.stop();
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the embedded PostgreSQL in %s does not answer: %s",
              dataFolder,
              e.getMessage()),
          e);
    }
  }

  private List<String> command() {
    List<String> words =
        new ArrayList<>(List.of(programs.path("postgres"), "-D", cluster.folder().toString()));
    words.addAll(List.of("-p", Integer.toString(port)));
    words.addAll(Parameters.words(parameters));
    return account.commandOfItsOwnSession(words);
  }
}

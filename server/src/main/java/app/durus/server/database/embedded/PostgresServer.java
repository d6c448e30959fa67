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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The PostgreSQL process of a data folder, as it is asked to start and to stop; nothing watches it.
 * It keeps its port for as long as this object lives. Only for who holds the data folder's lock.
 */
public final class PostgresServer {

  private static final String BAD_PASSWORD = "28P01";

  /** How long the children of a killed postmaster, and whoever took the port, are waited for. */
  private static final Duration FORMER_LIMIT = Duration.ofSeconds(30);

  /** Between two tries of those. */
  private static final long PAUSE_MS = 100;

  private static final int LOOK_EVERY_MS = 20;

  /** Whoever starts it hears nothing of a start that is faster, and then this often. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final Path dataFolder;
  private final Map<String, String> parameters;
  private final Consumer<String> say;
  private final DatabaseAccount account;
  private final PostgresLog log;
  private final PostgresPrograms programs;
  private final Cluster cluster;
  private final Shutdown shutdown;
  private int port;
  private boolean wasReady;
  private volatile Process process;
  private volatile boolean told;

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
    return prepare(
        dataFolder,
        account,
        parameters,
        say,
        chosen -> PostgresPrograms.in(dataFolder, chosen, say));
  }

  /**
   * The same with the programs of another PostgreSQL that is installed.
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
        shutdown.of(process.toHandle());
        say.accept("giving the database its password again");
        cluster.setPassword();
        if (!startsWithPassword()) {
          throw new StartupFailure(
              String.format(
                  Locale.ROOT,
                  "the embedded PostgreSQL in %s does not take the password that it was given",
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
        shutdown.of(process.toHandle());
      }
    }
  }

  /** Ends it in order, to be started again. */
  public synchronized void pause() {
    shutdown.of(process.toHandle());
  }

  /** Keeps the log small. Now and then, while it runs. */
  void tidy() throws IOException {
    log.keepBounded();
  }

  private static DatabaseAddress address(int port, String password) {
    return DatabaseAddress.local(Parameters.HOST, port, Cluster.SUPERUSER, password);
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
                : String.format(
                    Locale.ROOT,
                    "the embedded PostgreSQL in %s did not start: %s",
                    dataFolder,
                    log.reason(before)));
      }
      // The children of a killed postmaster take a moment to notice.
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
        String words = log.lastWords(before);
        say.accept("PostgreSQL is starting" + (words.isEmpty() ? "" : ": " + words));
        next = Instant.now().plus(REPEAT);
      }
      if (endsWithinALook()) {
        return false;
      }
      if (told) {
        shutdown.ofStarting(process.toHandle());
        return false;
      }
    }
    return true;
  }

  private boolean endsWithinALook() {
    try {
      return process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting", e);
    }
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
      shutdown.of(process.toHandle());
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

package app.durus.server.database.embedded;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that the product brings along, with its files under the data folder. One process
 * starts it, watches it and stops it; {@code import} beside a running {@code serve} joins the
 * running one.
 *
 * <p>Who holds the lock on {@code database.lock} owns the database. A database that runs without an
 * owner was left by a killed process: the next owner stops it and starts it anew.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** The process that starts the database, as far as it has to know what becomes of it. */
  public interface Owner {

    /** From now on it can be closed, which ends a start that is under way. */
    void starts(EmbeddedDatabase database);

    /** What takes longer than a moment, in a few words. */
    void hears(String progress);

    /**
     * It ended and does not come back. Called once, on a thread of its own.
     *
     * @param why one sentence for the operator
     */
    void lost(String why);
  }

  private final DatabaseAddress joined;
  private final DataFolderLock lock;
  private final PostgresServer server;
  private final Supervisor supervisor;
  private boolean watched;
  private boolean closed;

  private EmbeddedDatabase(DatabaseAddress joined) {
    this.joined = joined;
    this.lock = null;
    this.server = null;
    this.supervisor = null;
  }

  private EmbeddedDatabase(DataFolderLock lock, PostgresServer server, Consumer<String> lost) {
    this.joined = null;
    this.lock = lock;
    this.server = server;
    this.supervisor = new Supervisor(server, lost);
  }

  /**
   * Starts the database of this data folder, making it where there is none. Blocking.
   *
   * @param account of the machine that PostgreSQL runs under, for root; empty for a fitting one
   * @throws StartupFailure when another process owns it, or it does not start
   */
  public static EmbeddedDatabase start(Path dataFolder, Optional<String> account, Owner owner) {
    Path folder = prepare(dataFolder, account);
    DataFolderLock lock =
        DataFolderLock.tryIn(folder)
            .orElseThrow(
                () ->
                    new StartupFailure(
                        "another salafi-durus is using the data folder " + dataFolder));
    return startOwned(folder, lock, account, owner);
  }

  /** The same for whoever has nothing to say to it. */
  public static EmbeddedDatabase start(Path dataFolder) {
    return start(dataFolder, Optional.empty(), new Quiet());
  }

  /**
   * Joins the database of this data folder if another process has it running, else starts it.
   * Blocking.
   *
   * @param account as for {@link #start(Path, Optional, Owner)}, where it is started
   * @throws StartupFailure when it neither runs nor starts
   */
  public static EmbeddedDatabase joinOrStart(
      Path dataFolder, Optional<String> account, Owner owner) {
    Path folder = prepare(dataFolder, account);
    Optional<DataFolderLock> lock = DataFolderLock.tryIn(folder);
    if (lock.isPresent()) {
      return startOwned(folder, lock.get(), account, owner);
    }
    return new EmbeddedDatabase(
        running(folder)
            .orElseThrow(
                () ->
                    new StartupFailure(
                        "the database in "
                            + dataFolder
                            + " is being started or stopped by another process: try again")));
  }

  /** The same for whoever has nothing to say to it. */
  public static EmbeddedDatabase joinOrStart(Path dataFolder) {
    return joinOrStart(dataFolder, Optional.empty(), new Quiet());
  }

  /**
   * Where the database of this data folder answers while some process has it running.
   *
   * @throws StartupFailure when this user may not know
   */
  public static Optional<DatabaseAddress> running(Path dataFolder) {
    try {
      return PostgresServer.running(dataFolder);
    } catch (IOException e) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the database in %s cannot be joined by %s: %s",
              dataFolder,
              System.getProperty("user.name"),
              FileErrorText.of(e)),
          e);
    }
  }

  /** Whether there is a database in this data folder, running or not. */
  public static boolean isIn(Path dataFolder) {
    return Files.exists(Cluster.folderIn(dataFolder).resolve("PG_VERSION"));
  }

  /** Whether some process runs the database of this data folder, or starts or stops it. */
  public static boolean isOwned(Path dataFolder) {
    Path folder = dataFolder.toAbsolutePath().normalize();
    if (!DataFolderLock.isIn(folder)) {
      return false;
    }
    Optional<DataFolderLock> lock = DataFolderLock.tryIn(folder);
    lock.ifPresent(DataFolderLock::close);
    return lock.isEmpty();
  }

  public DatabaseAddress address() {
    return joined == null ? server.address() : joined;
  }

  /** The account that PostgreSQL runs under, where this process runs it under another one. */
  public Optional<String> otherAccount() {
    return server == null ? Optional.empty() : server.otherAccount();
  }

  /** Stops the database if this process started it, waiting until its files are at rest. */
  @Override
  public synchronized void close() {
    if (closed || server == null) {
      return;
    }
    closed = true;
    try {
      if (watched) {
        supervisor.end(server::stop);
      } else {
        server.stop();
      }
    } finally {
      lock.close();
    }
  }

  private static Path prepare(Path dataFolder, Optional<String> account) {
    Path folder = dataFolder.toAbsolutePath().normalize();
    try {
      if (DataFolderLock.ensureFolder(folder)) {
        DatabaseAccount.letPass(account, folder);
      }
      return folder;
    } catch (IOException e) {
      throw DataFolderLock.cannotWrite(dataFolder, e);
    }
  }

  private static EmbeddedDatabase startOwned(
      Path folder, DataFolderLock lock, Optional<String> account, Owner owner) {
    EmbeddedDatabase database = null;
    try {
      PostgresServer server = PostgresServer.prepare(folder, account, Map.of(), owner::hears);
      database = new EmbeddedDatabase(lock, server, owner::lost);
      owner.starts(database);
      server.start();
      database.watch();
      return database;
    } catch (RuntimeException e) {
      if (database == null) {
        lock.close();
      } else {
        database.close();
      }
      throw e;
    }
  }

  private synchronized void watch() {
    if (closed) {
      throw new StartupFailure("told to stop while the database was starting");
    }
    supervisor.begin();
    watched = true;
  }

  private static final class Quiet implements Owner {

    @Override
    public void starts(EmbeddedDatabase database) {}

    @Override
    public void hears(String progress) {
      LOG.debug("{}", progress);
    }

    @Override
    public void lost(String why) {
      LOG.error("{}", why);
    }
  }
}

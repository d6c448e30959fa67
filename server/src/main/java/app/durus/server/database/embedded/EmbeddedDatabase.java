package app.durus.server.database.embedded;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.FileErrorText;
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
 * The bundled PostgreSQL, with its files in the data folder. One process starts, supervises and
 * stops it; {@code import} beside a running {@code serve} joins the running one.
 *
 * <p>The process that holds the lock on {@code database.lock} owns the database. A database that
 * runs without an owner was left by a killed process: the next owner stops and restarts it.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** What the process that starts the database is told. */
  public interface Owner {

    /** From now on the database can be closed, which also ends a running start. */
    void starts(EmbeddedDatabase database);

    /** A step that takes noticeable time, in a few words. */
    void hears(String progress);

    /**
     * The database ended and could not be restarted. Called once, on a thread of its own.
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
   * Starts the database of this data folder, and creates it if there is none. Blocking.
   *
   * @param account the system account that root runs PostgreSQL under; empty to choose one
   * @throws StartupFailure when another process owns the database, or it does not start
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

  /** Like the other method, without an owner to tell. */
  public static EmbeddedDatabase start(Path dataFolder) {
    return start(dataFolder, Optional.empty(), new Quiet());
  }

  /**
   * Joins the database of this data folder if another process runs it, else starts it. Blocking.
   *
   * @param account as for {@link #start(Path, Optional, Owner)}, where it is started
   * @throws StartupFailure when the database neither runs nor starts
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

  /** Like the other method, without an owner to tell. */
  public static EmbeddedDatabase joinOrStart(Path dataFolder) {
    return joinOrStart(dataFolder, Optional.empty(), new Quiet());
  }

  /**
   * The address of this data folder's database while a process runs it.
   *
   * @throws StartupFailure when this user may not read it
   */
  public static Optional<DatabaseAddress> running(Path dataFolder) {
    try {
      return PostgresServer.running(dataFolder);
    } catch (IOException e) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the user %2$s cannot connect to the database in %1$s: %3$s",
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

  /** Whether a process runs, starts or stops the database of this data folder. */
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

  /** The account that PostgreSQL runs under, if it is not this process's own. */
  public Optional<String> otherAccount() {
    return server == null ? Optional.empty() : server.otherAccount();
  }

  /** Stops the database if this process started it, and waits until PostgreSQL has ended. */
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

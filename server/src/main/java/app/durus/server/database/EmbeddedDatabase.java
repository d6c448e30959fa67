package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL that the product brings along, with its files under the data folder. One process
 * starts it and stops it; {@code import} beside a running {@code serve} joins the running one.
 *
 * <p>Who holds the lock on {@code database.lock} owns the database; the operating system gives the
 * lock back when its holder dies, however it dies. A database that runs without an owner was left
 * by a killed process: the next owner stops it and starts it anew.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final DatabaseAddress address;
  private final Owned owned;

  /** What only the owner holds. */
  private record Owned(EmbeddedPostgres postgres, FileLock lock) {}

  private EmbeddedDatabase(DatabaseAddress address, Owned owned) {
    this.address = address;
    this.owned = owned;
  }

  /**
   * Starts the database of this data folder, making it where there is none. Blocking.
   *
   * @throws StartupFailure when another process owns it, or it does not start
   */
  public static EmbeddedDatabase start(Path dataFolder) {
    FileLock lock =
        tryLock(dataFolder)
            .orElseThrow(
                () ->
                    new StartupFailure(
                        "another salafi-durus is using the data folder " + dataFolder));
    return startOwned(dataFolder, lock);
  }

  /**
   * Joins the database of this data folder if another process has it running, else starts it.
   * Blocking.
   *
   * @throws StartupFailure when it neither runs nor starts
   */
  public static EmbeddedDatabase joinOrStart(Path dataFolder) {
    Optional<FileLock> lock = tryLock(dataFolder);
    if (lock.isPresent()) {
      return startOwned(dataFolder, lock.get());
    }
    int port =
        Postmaster.of(files(dataFolder))
            .map(Postmaster::port)
            .orElseThrow(
                () ->
                    new StartupFailure(
                        "the database in "
                            + dataFolder
                            + " is being started or stopped by another process: try again"));
    return new EmbeddedDatabase(DatabaseAddress.local(port), null);
  }

  public DatabaseAddress address() {
    return address;
  }

  /** Stops the database if this process started it, waiting until its files are at rest. */
  @Override
  public void close() throws IOException {
    if (owned != null) {
      try {
        owned.postgres.close();
      } finally {
        owned.lock.channel().close();
      }
    }
  }

  private static EmbeddedDatabase startOwned(Path dataFolder, FileLock lock) {
    try {
      Path files = files(dataFolder);
      Postmaster.of(files).ifPresent(EmbeddedDatabase::stopOrphan);
      setAsideWhatInitdbLeft(files);
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(files)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(dataFolder.resolve("postgres-program").toFile())
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_LIMIT)
              .setLocaleConfig("locale", "C")
              // The library starts PostgreSQL for tests, with both of these off. Here they carry
              // the promise that an acknowledged intent survives a power loss.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "100")
              .start();
      Files.writeString(completeMark(files), "initdb ended well\n");
      return new EmbeddedDatabase(
          DatabaseAddress.local(postgres.getPort()), new Owned(postgres, lock));
    } catch (IOException | RuntimeException e) {
      throw new StartupFailure(
          "the embedded PostgreSQL in " + dataFolder + " did not start: " + e.getMessage(), e);
    }
  }

  private static Path files(Path dataFolder) {
    return dataFolder.resolve("postgres").toAbsolutePath();
  }

  private static Path completeMark(Path files) {
    return files.resolveSibling("postgres.complete");
  }

  /**
   * A process killed during the very first start leaves half a database, which never held anything.
   */
  private static void setAsideWhatInitdbLeft(Path files) throws IOException {
    if (Files.exists(files.resolve("PG_VERSION")) && !Files.exists(completeMark(files))) {
      Files.move(files, files.resolveSibling("postgres.incomplete-" + System.currentTimeMillis()));
    }
  }

  private static Optional<FileLock> tryLock(Path dataFolder) {
    try {
      Files.createDirectories(dataFolder);
      FileChannel channel =
          FileChannel.open(
              dataFolder.resolve("database.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by this very process: as good as held by another one.
        lock = null;
      }
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (IOException e) {
      throw new StartupFailure("the data folder " + dataFolder + " cannot be written", e);
    }
  }

  private static void stopOrphan(Postmaster postmaster) {
    // Its clients died with the process that started it, so a smart shutdown has nothing to await.
    postmaster.process().destroy();
    try {
      postmaster.process().onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while a left-over PostgreSQL was stopping", e);
    } catch (Exception e) {
      throw new StartupFailure(
          "a left-over PostgreSQL, process " + postmaster.process().pid() + ", does not stop", e);
    }
  }

  /** A running PostgreSQL, read from the {@code postmaster.pid} in its folder. */
  private record Postmaster(ProcessHandle process, int port) {

    static Optional<Postmaster> of(Path files) {
      Path pidFile = files.resolve("postmaster.pid");
      if (!Files.exists(pidFile)) {
        return Optional.empty();
      }
      try {
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 4) {
          return Optional.empty();
        }
        int port = Integer.parseInt(lines.get(3).strip());
        // A number given anew after a reboot must not be taken for the database.
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(
                process -> process.info().command().map(c -> c.contains("postgres")).orElse(true))
            .map(process -> new Postmaster(process, port));
      } catch (IOException | NumberFormatException e) {
        throw new StartupFailure("cannot read " + pidFile, e);
      }
    }
  }
}

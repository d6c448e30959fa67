package app.durus.server.database.embedded;

import app.durus.server.startup.FileErrorText;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The lock of the data folder's database. The operating system releases it when its holder ends,
 * however it ends.
 */
final class DataFolderLock implements AutoCloseable {

  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @return empty when another process holds it, or this process does already
   * @throws StartupFailure when the folder cannot be written
   */
  static Optional<DataFolderLock> tryIn(Path dataFolder) {
    FileChannel channel = null;
    boolean held = false;
    try {
      channel =
          FileChannel.open(fileIn(dataFolder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      held = lock != null;
    } catch (OverlappingFileLockException e) {
      held = false;
    } catch (IOException e) {
      throw cannotWrite(dataFolder, e);
    }
    if (held) {
      return Optional.of(new DataFolderLock(channel));
    }
    close(channel);
    return Optional.empty();
  }

  /** Whether the lock file exists. */
  static boolean isIn(Path dataFolder) {
    return Files.exists(fileIn(dataFolder));
  }

  private static Path fileIn(Path dataFolder) {
    return dataFolder.resolve("database.lock");
  }

  static StartupFailure cannotWrite(Path dataFolder, IOException failure) {
    return new StartupFailure(
        String.format(
            Locale.ROOT,
            "the data folder %s cannot be written by %s: %s",
            dataFolder,
            System.getProperty("user.name"),
            FileErrorText.of(failure)),
        failure);
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StartupFailure(
          "cannot release the lock of the data folder: " + FileErrorText.of(e), e);
    }
  }

  /**
   * Creates the data folder if there is none. Only this user and the database's account can access
   * it.
   *
   * @return whether it was created
   */
  static boolean ensureFolder(Path dataFolder) {
    try {
      if (Files.isDirectory(dataFolder)) {
        return false;
      }
      Path parent = dataFolder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      PrivateFiles.makeFolder(dataFolder);
      return true;
    } catch (IOException e) {
      throw cannotWrite(dataFolder, e);
    }
  }
}

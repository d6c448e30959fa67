package app.durus.server.catalogue.importing.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Recognizes data folders: that of this installation, and those of others by their database. The
 * audio store in them has copies of recordings under their hashes, which are no lectures.
 */
final class DataFolders {

  /** Files of an embedded database in its data folder. */
  private static final List<String> MARKS = List.of("database.lock", "postgres/PG_VERSION");

  private final Path own;

  /** What the file system knows it by; null where there is none, or it is not there. */
  private final Object ownKey;

  /**
   * @param own need not exist
   */
  DataFolders(Path own) {
    this.own = own;
    this.ownKey = key(own);
  }

  private static Object key(Path folder) {
    try {
      return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Blocking.
   *
   * @param attributes of the folder
   */
  boolean isOne(Path folder, BasicFileAttributes attributes) {
    return isOwn(folder, attributes)
        || MARKS.stream().anyMatch(mark -> Files.exists(folder.resolve(mark)));
  }

  private boolean isOwn(Path folder, BasicFileAttributes attributes) {
    if (ownKey != null && attributes.fileKey() != null) {
      return ownKey.equals(attributes.fileKey());
    }
    try {
      return Files.exists(own) && Files.isSameFile(own, folder);
    } catch (IOException e) {
      // A folder that cannot be compared is reported when the scan cannot read it.
      return false;
    }
  }
}

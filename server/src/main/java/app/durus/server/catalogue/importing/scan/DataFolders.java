package app.durus.server.catalogue.importing.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Recognizes data folders: that of this installation, and those of others by their database. The
 * audio store in them has copies of recordings under their hashes, which are no lectures.
 */
final class DataFolders {

  /** Files of an embedded database in its data folder. */
  private static final List<String> MARKS = List.of("database.lock", "postgres/PG_VERSION");

  private final Path own;

  /**
   * @param own need not exist
   */
  DataFolders(Path own) {
    this.own = own;
  }

  /** Blocking. */
  boolean isOne(Path folder) {
    return isOwn(folder) || MARKS.stream().anyMatch(mark -> Files.exists(folder.resolve(mark)));
  }

  private boolean isOwn(Path folder) {
    try {
      return Files.exists(own) && Files.isSameFile(own, folder);
    } catch (IOException e) {
      // A folder that cannot be compared is reported when the scan cannot read it.
      return false;
    }
  }
}

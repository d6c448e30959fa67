package app.durus.server.catalogue.importing.scan;

import java.util.Locale;
import java.util.Set;

/**
 * Folders of operating systems, file servers and archivers: bins, thumbnails, snapshots. A
 * recording in a bin was deleted, so it is no lecture any more. Hidden folders, whose names begin
 * with a dot, are always skipped.
 */
final class SystemFolders {

  /** In small letters. */
  private static final Set<String> NAMES =
      Set.of(
          "#recycle",
          "#snapshot",
          "@eadir",
          "@recycle",
          "@recently-snapshot",
          "@sharebin",
          "@tmp",
          "$recycle.bin",
          "recycler",
          "recycled",
          "system volume information",
          "windowsapps",
          "lost+found",
          "__macosx",
          "network trash folder",
          "temporary items",
          "thevolumesettingsfolder");

  private SystemFolders() {}

  /**
   * @param name of a folder, without a path
   */
  static boolean isOne(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}

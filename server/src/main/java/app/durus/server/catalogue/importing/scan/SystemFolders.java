package app.durus.server.catalogue.importing.scan;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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
          "~snapshot",
          "@eadir",
          "@recycle",
          "@recently-snapshot",
          "@sharebin",
          "@sharesnap",
          "@tmp",
          "$recycle.bin",
          "recycler",
          "recycled",
          "system volume information",
          "windowsapps",
          "$winreagent",
          "config.msi",
          "lost+found",
          "lost.dir",
          "trashbox",
          "files_trashbin",
          "files_versions",
          "__macosx",
          "network trash folder",
          "temporary items",
          "thevolumesettingsfolder");

  /** What Windows rescues of a damaged disk. */
  private static final Pattern FOUND = Pattern.compile("found\\.\\d{3}");

  private SystemFolders() {}

  /**
   * @param name of a folder, without a path
   */
  static boolean isOne(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(small) || FOUND.matcher(small).matches();
  }
}

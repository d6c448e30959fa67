package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import app.durus.server.catalogue.importing.names.PathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that is imported as a library.
 *
 * <p>A library is recognized by its place, or, in any place, by the name in a file {@code .durus}
 * in its top folder: one line that the operator writes before moving a library.
 *
 * @param root its real path
 * @param place the same as text
 * @param title the folder's own name; may be empty
 * @param name the name in its {@code .durus} file, null for none
 */
record LibraryFolder(Path root, String place, String title, String name) {

  static final String NAME_FILE = ".durus";

  /** In UTF-8. */
  static final int LONGEST_NAME_BYTES = 500;

  /** A former version wrote longer names, and editors add blanks and a mark. */
  private static final long LARGEST_FILE_BYTES = 1_000;

  /**
   * Blocking.
   *
   * @param dataFolder of this installation; need not exist
   * @throws ImportRefused when there is no such folder, it cannot be read, or it is the data folder
   */
  static LibraryFolder at(Path folder, Path dataFolder) {
    try {
      if (!Files.isDirectory(folder)) {
        throw new ImportRefused("There is no folder " + folder + ".");
      }
      if (!Files.isReadable(folder)) {
        throw new ImportRefused("The folder " + folder + " cannot be read.");
      }
      if (Files.exists(dataFolder) && Files.isSameFile(folder, dataFolder)) {
        throw new ImportRefused("The folder " + folder + " is the data folder itself.");
      }
      Path root = folder.toRealPath();
      String place =
          PathText.of(root)
              .orElseThrow(() -> new ImportRefused("The name of " + root + " is not UTF-8."));
      String trimmed = place.length() > 1 ? place.substring(0, place.length() - 1) : place;
      String title = trimmed.substring(trimmed.lastIndexOf('/') + 1);
      return new LibraryFolder(root, trimmed, title, name(root.resolve(NAME_FILE)));
    } catch (IOException e) {
      throw new ImportRefused("The folder " + folder + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether a name can be written into the file. */
  static boolean fits(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_BYTES;
  }

  /**
   * Whether nothing is left at a library's place: no folder, or an empty one, such as an unused
   * mount point. Blocking.
   *
   * @param place as {@link #place()}
   */
  static boolean isGone(String place) {
    Path folder = PathText.path(place);
    if (!Files.isDirectory(folder)) {
      return Files.notExists(folder);
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      // A folder that cannot be read counts as present.
      return false;
    }
  }

  private static String name(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    if (Files.size(file) > LARGEST_FILE_BYTES) {
      throw new ImportRefused("The file " + file + " should hold a short name on one line.");
    }
    String name = NameNormalizer.clean(Files.readString(file));
    return name.isEmpty() ? null : name;
  }
}

package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.Overrides;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.covers.CoverStore;
import app.durus.server.covers.UnusablePicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes the pictures of an import into the store: those embedded in recordings, those that lie
 * beside them, and those that {@code durus.yaml} files name. One that cannot be used is reported.
 * Blocking.
 */
final class ImportedCovers {

  /** Beside recordings. */
  private static final Pattern NAME = Pattern.compile("(?i)(cover|folder|front)\\.(jpe?g|png)");

  private static final long LARGEST_FILE_BYTES = 32L * 1024 * 1024;

  private final Path root;
  private final CoverStore store;
  private final List<ImportProblem> problems;

  /** In the order in which one is chosen. */
  private final Map<String, Path> beside = new TreeMap<>();

  private final Map<String, String> byFolder = new HashMap<>();
  private final Map<String, String> named = new HashMap<>();

  /**
   * @param root of the library, a real path
   * @param problems gets what cannot be used
   */
  ImportedCovers(Path root, CoverStore store, List<ImportProblem> problems) {
    this.root = root;
    this.store = store;
    this.problems = problems;
  }

  /** Whether it is meant to be the picture of the recordings beside it. */
  static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /**
   * @param path of the picture, as it is shown
   */
  void note(String path, Path location) {
    beside.put(path, location);
  }

  /** What was noted beside recordings, and what is named. */
  void take(List<FoundFile> recordings, Map<String, Overrides> corrections) {
    Set<String> folders = new HashSet<>();
    recordings.forEach(file -> folders.add(LibraryOverrides.folder(file.path())));
    beside.forEach(
        (path, location) -> {
          String folder = LibraryOverrides.folder(path);
          if (folders.contains(folder) && !byFolder.containsKey(folder)) {
            keep(byFolder, folder, file(path, location));
          }
        });
    corrections.forEach(
        (folder, said) -> {
          if (said.series() != null) {
            takeNamed(folder, said.series().cover());
          }
          said.lectures().forEach(one -> takeNamed(folder, one.words().cover()));
        });
  }

  /** Ids of the pictures that lie beside recordings, by folder. */
  Map<String, String> byFolder() {
    return byFolder;
  }

  /** Ids of the pictures that are named, by path. */
  Map<String, String> named() {
    return named;
  }

  private void takeNamed(String folder, String file) {
    String path = file == null ? null : LibraryOverrides.within(folder, file);
    if (path != null && !named.containsKey(path)) {
      keep(named, path, file(path, PathText.resolve(root, path)));
    }
  }

  private static void keep(Map<String, String> ids, String key, String id) {
    if (id != null) {
      ids.put(key, id);
    }
  }

  /**
   * @param path of the recording that it is embedded in
   * @return its id; null when it cannot be used
   */
  String embedded(String path, byte[] picture) {
    return add(path, picture, "The picture in it ");
  }

  /** Null when it cannot be used. */
  private String file(String path, Path location) {
    try {
      if (Files.size(location) > LARGEST_FILE_BYTES) {
        problems.add(new ImportProblem(path, "The picture is too large; it is not shown."));
        return null;
      }
      return add(path, Files.readAllBytes(location), "The picture ");
    } catch (IOException e) {
      problems.add(new ImportProblem(path, "The picture cannot be read; it is not shown."));
      return null;
    }
  }

  private String add(String path, byte[] picture, String which) {
    try {
      return store.add(picture);
    } catch (UnusablePicture e) {
      problems.add(new ImportProblem(path, which + e.getMessage() + "; it is not shown."));
    } catch (IOException e) {
      problems.add(new ImportProblem(path, which + "could not be kept (" + e.getMessage() + ")."));
    }
    return null;
  }
}

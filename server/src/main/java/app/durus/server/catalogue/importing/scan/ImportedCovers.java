package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.Overrides;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.tags.FolderNames;
import app.durus.server.covers.UnusablePicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Takes the pictures of an import into the store: those embedded in recordings, those that lie
 * beside them, and those that {@code durus.yaml} files name. One that cannot be used is reported.
 * Blocking.
 */
final class ImportedCovers {

  /** Beside recordings. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(cover|folder|front|albumart.*|album|artwork)"
              + "\\.(jpe?g|jfif|png|gif|webp|avif|heic|bmp|tiff?)");

  private static final long LARGEST_FILE_BYTES = 32L * 1024 * 1024;

  private final Path root;
  private final Pictures store;
  private final List<ImportProblem> problems;

  /** In which one is chosen, of their paths. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(ImportedCovers::rank).thenComparing(Comparator.naturalOrder());

  private final Map<String, Path> beside = new TreeMap<>(ORDER);

  private final Map<String, Boolean> here = new ConcurrentHashMap<>();
  private final Map<String, String> byFolder = new HashMap<>();
  private final Map<String, String> named = new HashMap<>();

  /**
   * @param root of the library, a real path
   * @param problems gets what cannot be used
   */
  ImportedCovers(Path root, Pictures store, List<ImportProblem> problems) {
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

  /** The names that are meant for covers come first; programs leave the others. */
  private static int rank(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.startsWith("cover")
        ? 0
        : name.startsWith("folder") ? 1 : name.startsWith("front") ? 2 : 3;
  }

  /** What was noted beside recordings, and what is named. */
  void take(List<FoundFile> recordings, Map<String, Overrides> corrections) {
    if (!beside.isEmpty()) {
      takeBeside(foldersOf(recordings));
    }
    corrections.forEach(
        (folder, said) -> {
          if (said.series() != null) {
            takeNamed(folder, said.series().cover());
          }
          said.lectures().forEach(one -> takeNamed(folder, one.words().cover()));
        });
  }

  private void takeBeside(Set<String> folders) {
    beside.forEach(
        (path, location) -> {
          String folder = LibraryOverrides.folder(path);
          if (folders.contains(folder) && !byFolder.containsKey(folder)) {
            keep(byFolder, folder, file(path, location));
          }
        });
  }

  /** The folders with recordings, and those of their series. */
  private static Set<String> foldersOf(List<FoundFile> recordings) {
    Set<String> withRecordings = new HashSet<>();
    Set<String> folders = new HashSet<>();
    for (FoundFile file : recordings) {
      // All files of a folder are in one series.
      String folder = LibraryOverrides.folder(file.path());
      if (withRecordings.add(folder)) {
        folders.add(FolderNames.of(folder).seriesFolder());
      }
    }
    folders.addAll(withRecordings);
    return folders;
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
   * Several threads may call it at once.
   *
   * @param path of the recording that it is embedded in
   * @param said gets what is wrong with it
   * @return its id; null when it cannot be used
   */
  synchronized String embedded(String path, byte[] picture, List<ImportProblem> said) {
    // One at a time: a picture may take hundreds of megabytes while it is made small.
    return add(path, picture, "The picture in it ", said);
  }

  /**
   * Several threads may call it at once.
   *
   * @param id null for no picture, which is here
   */
  boolean isHere(String id) {
    return id == null || here.computeIfAbsent(id, store::isHere);
  }

  /** Null when it cannot be used. */
  private String file(String path, Path location) {
    try {
      // Opening a pipe would wait for whoever writes to it.
      if (!Files.isRegularFile(location)) {
        problems.add(new ImportProblem(path, "The picture is not a file; it is not shown."));
        return null;
      }
      if (Files.size(location) > LARGEST_FILE_BYTES) {
        problems.add(new ImportProblem(path, "The picture is too large; it is not shown."));
        return null;
      }
      return add(path, Files.readAllBytes(location), "The picture ", problems);
    } catch (IOException e) {
      problems.add(ImportProblem.failed(path, "The picture cannot be read; it is not shown."));
      return null;
    }
  }

  private String add(String path, byte[] picture, String which, List<ImportProblem> said) {
    try {
      return store.idOf(picture);
    } catch (UnusablePicture e) {
      said.add(new ImportProblem(path, which + e.getMessage() + "; it is not shown."));
    } catch (IOException e) {
      said.add(ImportProblem.failed(path, which + "could not be kept (" + e.getMessage() + ")."));
    }
    return null;
  }
}

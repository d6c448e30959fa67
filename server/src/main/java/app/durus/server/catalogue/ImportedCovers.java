package app.durus.server.catalogue;

import app.durus.server.covers.CoverStore;
import app.durus.server.covers.UnusablePicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the pictures of an import into the store. One that cannot be used is reported. Blocking.
 */
final class ImportedCovers {

  private static final long LARGEST_FILE_BYTES = 32L * 1024 * 1024;

  private final CoverStore store;
  private final List<ImportProblem> problems;

  ImportedCovers(CoverStore store, List<ImportProblem> problems) {
    this.store = store;
    this.problems = problems;
  }

  /**
   * @param path of the recording that it is embedded in
   * @return its id; null when it cannot be used
   */
  String embedded(String path, byte[] picture) {
    return add(path, picture, "The picture in it ");
  }

  /**
   * @param path of the picture, as it is shown
   * @return its id; null when it cannot be used
   */
  String file(String path, Path location) {
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

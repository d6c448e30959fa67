package app.durus.server.catalogue.importing.overrides;

import app.durus.server.catalogue.importing.report.ImportProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Loads the {@code durus.yaml} files that a scan found. A mistake must not undo earlier correct
 * entries, so the recordings that it affects stay unchanged. Blocking.
 */
public final class OverridesLoader {

  private static final Pattern NAME = Pattern.compile("durus\\.ya?ml");
  private static final long LARGEST_BYTES = 3_000_000;

  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, Overrides> byFolder = new HashMap<>();
  private final List<ImportProblem> problems;

  public OverridesLoader(List<ImportProblem> problems) {
    this.problems = problems;
  }

  /** Also a link to a missing file, because its entries must not be undone. */
  public static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /**
   * @param path of the file, as it is shown
   */
  public void note(String path, Path location) {
    files.put(path, location);
  }

  /**
   * @param recordings paths of the recordings that can be corrected; those that have to stay
   *     unchanged are removed
   * @param unreadable receives the folders that stay unchanged
   */
  public void read(Set<String> recordings, Set<String> unreadable) {
    files.forEach(
        (path, location) -> {
          String folder = LibraryOverrides.folder(path);
          List<String> wrong =
              byFolder.containsKey(folder)
                  ? List.of("There is another such file beside it.")
                  : readOne(folder, path, location, recordings);
          if (!wrong.isEmpty()) {
            wrong.forEach(sentence -> report(path, sentence));
            unreadable.add(folder);
            recordings.removeIf(each -> folder.isEmpty() || each.startsWith(folder + "/"));
          }
        });
  }

  /** By folder; only files that could be read. */
  public Map<String, Overrides> byFolder() {
    return byFolder;
  }

  /** Returns the problems of the file. */
  private List<String> readOne(String folder, String path, Path location, Set<String> recordings) {
    try {
      // Opening a pipe would block until something is written to it.
      if (Files.exists(location) && !Files.isRegularFile(location)) {
        return List.of("It is not a file.");
      }
      if (Files.size(location) > LARGEST_BYTES) {
        return List.of("It is too large.");
      }
      OverridesParser.Outcome outcome = OverridesParser.read(Files.readString(location));
      if (outcome.problems().isEmpty()) {
        byFolder.put(folder, outcome.corrections());
        outcome.corrections().lectures().stream()
            .filter(one -> !recordings.contains(LibraryOverrides.within(folder, one.file())))
            .forEach(one -> problems.add(withoutFile(path, one)));
      }
      return outcome.problems();
    } catch (IOException e) {
      return List.of("It cannot be read, or is not UTF-8.");
    }
  }

  private void report(String path, String sentence) {
    problems.add(
        ImportProblem.failed(path, sentence + " Until it is mended, this folder stays as known."));
  }

  private static ImportProblem withoutFile(String path, Overrides.LectureCorrection correction) {
    return new ImportProblem(
        path,
        "Line " + correction.line() + ": there is no recording “" + correction.file() + "” here.");
  }
}

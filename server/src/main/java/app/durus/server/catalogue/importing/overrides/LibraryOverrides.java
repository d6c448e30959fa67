package app.durus.server.catalogue.importing.overrides;

import app.durus.server.catalogue.importing.overrides.Overrides.LectureCorrection;
import app.durus.server.catalogue.importing.overrides.Overrides.UiTexts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All {@code durus.yaml} files of a library, looked up by a recording's path. Pure. */
public final class LibraryOverrides {

  /** By folder, relative, without a slash at its end; "" for the library itself. */
  private final Map<String, Overrides> byFolder;

  private final Map<String, LectureCorrection> byPath = new HashMap<>();
  private final Map<String, String> folderOf = new HashMap<>();

  public LibraryOverrides(Map<String, Overrides> byFolder) {
    this.byFolder = Map.copyOf(byFolder);
    // The entry of a deeper folder takes precedence.
    byFolder.keySet().stream()
        .sorted((a, b) -> Integer.compare(a.length(), b.length()))
        .forEach(folder -> byFolder.get(folder).lectures().forEach(one -> note(folder, one)));
  }

  private void note(String folder, LectureCorrection correction) {
    String path = within(folder, correction.file());
    byPath.put(path, correction);
    folderOf.put(path, folder);
  }

  public Optional<LectureCorrection> lecture(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** The id that the operator gave a recording's lecture; null without one. */
  public UUID idOf(String path) {
    return lecture(path).map(LectureCorrection::id).orElse(null);
  }

  /** The path of the picture in a lecture's entry; null when it has none. */
  public String coverOf(String path) {
    return lecture(path)
        .map(one -> one.words().cover())
        .map(cover -> within(folderOf.get(path), cover))
        .orElse(null);
  }

  /** Overrides of the series that the recordings directly in a folder form; null for none. */
  public UiTexts series(String folder) {
    Overrides corrections = byFolder.get(folder);
    return corrections == null ? null : corrections.series();
  }

  public String seriesCover(String folder) {
    UiTexts series = series(folder);
    return series == null || series.cover() == null ? null : within(folder, series.cover());
  }

  /** The entry of a folder or, if it has none, of the nearest folder above; null for none. */
  public UiTexts scholar(String folder) {
    if (byFolder.isEmpty()) {
      return null;
    }
    for (String at = folder; ; at = folder(at)) {
      Overrides corrections = byFolder.get(at);
      if (corrections != null && corrections.scholar() != null) {
        return corrections.scholar();
      }
      if (at.isEmpty()) {
        return null;
      }
    }
  }

  /**
   * A recording's number in its series.
   *
   * @param otherwise what name and tags state; null when they state none
   * @return null when it follows after those that have one
   */
  public Integer number(String path, Integer otherwise) {
    Optional<LectureCorrection> correction = lecture(path);
    if (correction.map(LectureCorrection::number).isPresent()) {
      return correction.get().number();
    }
    Overrides here = byFolder.get(folder(path));
    if (here == null || !here.listedOrder()) {
      return otherwise;
    }
    int place = correction.map(here.lectures()::indexOf).orElse(-1);
    return place < 0 ? null : Integer.valueOf(place + 1);
  }

  /** Whether the operator states a recording's number or place. Then its disc does not count. */
  public boolean statesNumber(String path) {
    Overrides here = byFolder.get(folder(path));
    return lecture(path).map(LectureCorrection::number).isPresent()
        || here != null && here.listedOrder();
  }

  /** The folder that a path lies in; "" for the library itself. */
  public static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  public static String within(String folder, String file) {
    return folder.isEmpty() ? file : folder + "/" + file;
  }
}

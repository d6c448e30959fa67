package app.durus.server.catalogue;

import app.durus.server.catalogue.Corrections.Words;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each recording of an import stands and how it is shown: what folders and tags say, with
 * what the operator's {@code durus.yaml} says above it. Pure.
 *
 * @param lectures by path
 * @param scholars by name, those of which something is said
 * @param series those of which something is said
 */
record Arrangement(
    Map<String, Arranged> lectures,
    Map<String, Presentation> scholars,
    Map<Shelf, Presentation> series) {

  record Arranged(Placement placement, int number, Presentation presentation) {}

  record Shelf(String scholar, String series) {}

  static Arrangement of(Map<String, FoundFile> files, FolderScan.Found found, String library) {
    Map<String, Placement> placements = new LinkedHashMap<>();
    files.forEach(
        (path, file) ->
            placements.put(
                path,
                corrected(path, Placement.of(path, file.recording().tags(), library), found)));
    Map<String, Integer> numbers = LectureNumbers.of(placements);
    Map<String, Presentation> scholars = new HashMap<>();
    Map<Shelf, Presentation> series = new HashMap<>();
    inOrder(placements, numbers)
        .forEach(
            path -> {
              Placement placement = placements.get(path);
              String folder = FolderCorrections.folder(path);
              Words scholar = found.corrections().scholar(folder);
              if (scholar != null) {
                scholars.putIfAbsent(placement.scholar(), presentation(scholar, null));
              }
              if (placement.series() != null) {
                series.merge(
                    shelf(placement),
                    seriesPresentation(folder, files.get(path), found),
                    Arrangement::first);
              }
            });
    Map<String, Arranged> lectures = new LinkedHashMap<>();
    placements.forEach(
        (path, placement) -> {
          Presentation around = series.getOrDefault(shelf(placement), Presentation.NONE);
          Presentation own = lecturePresentation(path, files.get(path), placement, found);
          boolean sameCover = own.cover() != null && own.cover().equals(around.cover());
          lectures.put(
              path,
              new Arranged(placement, numbers.get(path), sameCover ? own.withCover(null) : own));
        });
    return new Arrangement(lectures, scholars, series);
  }

  private static List<String> inOrder(
      Map<String, Placement> placements, Map<String, Integer> numbers) {
    return placements.keySet().stream()
        .sorted(Comparator.<String>comparingInt(numbers::get).thenComparing(NaturalOrder.INSTANCE))
        .toList();
  }

  private static Placement corrected(String path, Placement placement, FolderScan.Found found) {
    FolderCorrections corrections = found.corrections();
    String folder = FolderCorrections.folder(path);
    Words scholar = corrections.scholar(folder);
    Words series = corrections.series(folder);
    var lecture = corrections.lecture(path);
    return new Placement(
        said(scholar, placement.scholar()),
        said(series, placement.series()),
        corrections.number(path, placement.number()),
        lecture.map(one -> said(one.words(), placement.title())).orElse(placement.title()),
        lecture.map(Corrections.LectureCorrection::language).orElse(placement.language()));
  }

  private static String said(Words words, String otherwise) {
    return words == null || words.title() == null ? otherwise : words.title();
  }

  private static Presentation lecturePresentation(
      String path, FoundFile file, Placement placement, FolderScan.Found found) {
    String cover = found.covers().get(found.corrections().coverOf(path));
    if (cover == null) {
      cover = file.cover();
    }
    if (cover == null && placement.series() == null) {
      cover = found.folderCovers().get(FolderCorrections.folder(path));
    }
    Words words = found.corrections().lecture(path).map(one -> one.words()).orElse(null);
    return presentation(words, cover);
  }

  private static Presentation seriesPresentation(
      String folder, FoundFile file, FolderScan.Found found) {
    String cover = found.covers().get(found.corrections().seriesCover(folder));
    if (cover == null) {
      cover = found.folderCovers().get(folder);
    }
    if (cover == null) {
      cover = file.cover();
    }
    return presentation(found.corrections().series(folder), cover);
  }

  private static Presentation presentation(Words words, String cover) {
    return words == null
        ? new Presentation(null, cover, List.of())
        : new Presentation(words.description(), cover, words.translations());
  }

  /** Of two folders that make one series, or two recordings with pictures, the first one's word. */
  private static Presentation first(Presentation one, Presentation other) {
    return new Presentation(
        one.description() == null ? other.description() : one.description(),
        one.cover() == null ? other.cover() : one.cover(),
        one.translations().isEmpty() ? other.translations() : one.translations());
  }

  private static Shelf shelf(Placement placement) {
    return new Shelf(placement.scholar(), placement.series());
  }
}

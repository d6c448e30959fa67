package app.durus.server.catalogue.importing.plan;

import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.Overrides.LectureCorrection;
import app.durus.server.catalogue.importing.overrides.Overrides.UiTexts;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.FoundFile;
import app.durus.server.catalogue.importing.tags.FolderEncodings;
import app.durus.server.catalogue.importing.tags.FolderNames;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import app.durus.server.catalogue.importing.tags.SeriesTags;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The place and the texts of each recording of an import: from folders and tags, overridden by the
 * operator's {@code durus.yaml}. Pure.
 *
 * @param lectures by path
 * @param scholars by name, those with overrides
 * @param series those with overrides
 * @param withoutScholar paths of the recordings whose scholar neither a folder nor a tag nor the
 *     operator names, in the folder's order
 * @param withoutTitle paths of the recordings whose title says nothing, in the folder's order
 */
public record ResolvedMetadata(
    Map<String, ResolvedLecture> lectures,
    Map<String, DisplayMetadata> scholars,
    Map<SeriesKey, DisplayMetadata> series,
    List<String> withoutScholar,
    List<String> withoutTitle) {

  private static final String BETWEEN_SPEAKERS = " · ";

  /**
   * @param number within its series; 0 for a single lecture
   */
  public record ResolvedLecture(
      PathMetadata pathMetadata,
      int number,
      DisplayMetadata displayMetadata,
      List<Chapter> chapters) {}

  public record SeriesKey(String scholar, String series) {}

  /**
   * @param files by path, in the folder's order
   * @param library the imported folder's own name; may be empty
   */
  public static ResolvedMetadata of(
      Map<String, FoundFile> files, FolderScan.Found found, String library) {
    Map<String, FolderNames> folders = new HashMap<>();
    files
        .keySet()
        .forEach(path -> folders.computeIfAbsent(LibraryOverrides.folder(path), FolderNames::of));
    Map<String, AudioTags> tags = decodedTags(files);
    Map<String, PathMetadata> pathMetadata = new LinkedHashMap<>();
    byPathAndTags(tags, folders, library)
        .forEach(
            (path, metadata) -> pathMetadata.put(path, corrected(path, metadata, folders, found)));
    Map<String, Integer> numbers = LectureNumbers.of(pathMetadata);
    Map<String, DisplayMetadata> scholars = new HashMap<>();
    Map<SeriesKey, DisplayMetadata> series = new HashMap<>();
    inOrder(pathMetadata, numbers)
        .forEach(
            path -> {
              PathMetadata metadata = pathMetadata.get(path);
              String folder = LibraryOverrides.folder(path);
              UiTexts scholar = found.corrections().scholar(folder);
              if (scholar != null) {
                scholars.putIfAbsent(metadata.scholar(), displayMetadata(scholar, null));
              }
              if (metadata.series() != null) {
                series.merge(
                    seriesKey(metadata),
                    displayOfSeries(path, files.get(path), folders, found),
                    ResolvedMetadata::first);
              }
            });
    Map<String, ResolvedLecture> lectures = new LinkedHashMap<>();
    pathMetadata.forEach(
        (path, metadata) -> {
          DisplayMetadata around = series.getOrDefault(seriesKey(metadata), DisplayMetadata.NONE);
          DisplayMetadata own = displayOfLecture(path, files.get(path), metadata, found);
          boolean sameCover = own.cover() != null && own.cover().equals(around.cover());
          lectures.put(
              path,
              new ResolvedLecture(
                  metadata,
                  numbers.get(path),
                  sameCover ? own.withCover(null) : own,
                  chapters(path, files.get(path), found)));
        });
    return new ResolvedMetadata(
        lectures,
        scholars,
        series,
        withoutScholar(tags, folders, found),
        withoutTitle(pathMetadata, found));
  }

  private static Map<String, AudioTags> decodedTags(Map<String, FoundFile> files) {
    Map<String, AudioTags> tags = new LinkedHashMap<>();
    files.forEach((path, file) -> tags.put(path, file.recording().tags()));
    return FolderEncodings.decoded(tags);
  }

  private static Map<String, PathMetadata> byPathAndTags(
      Map<String, AudioTags> tags, Map<String, FolderNames> folders, String library) {
    Map<String, PathMetadata> pathMetadata = new LinkedHashMap<>();
    tags.forEach(
        (path, each) ->
            pathMetadata.put(
                path,
                PathMetadata.of(path, folders.get(LibraryOverrides.folder(path)), each, library)));
    return SeriesTags.distinct(pathMetadata, tags);
  }

  private static List<String> withoutScholar(
      Map<String, AudioTags> tags, Map<String, FolderNames> folders, FolderScan.Found found) {
    UiTexts stated = found.corrections().scholar("");
    if (stated != null && stated.title() != null) {
      return List.of();
    }
    return tags.keySet().stream()
        .filter(path -> folders.get(LibraryOverrides.folder(path)).names().isEmpty())
        .filter(path -> !PathMetadata.nameScholar(tags.get(path)))
        .toList();
  }

  /** What the operator states as a title is one, whatever it is. */
  private static List<String> withoutTitle(
      Map<String, PathMetadata> pathMetadata, FolderScan.Found found) {
    return pathMetadata.keySet().stream()
        .filter(path -> !pathMetadata.get(path).hasTitle())
        .filter(path -> said(wordsOf(path, found), null) == null)
        .toList();
  }

  /** By number; files of the same number stay in their order. */
  private static List<String> inOrder(
      Map<String, PathMetadata> pathMetadata, Map<String, Integer> numbers) {
    return pathMetadata.keySet().stream()
        .sorted(Comparator.<String>comparingInt(numbers::get))
        .toList();
  }

  private static PathMetadata corrected(
      String path,
      PathMetadata metadata,
      Map<String, FolderNames> folders,
      FolderScan.Found found) {
    LibraryOverrides corrections = found.corrections();
    String folder = LibraryOverrides.folder(path);
    UiTexts scholar = corrections.scholar(folder);
    UiTexts series = seriesTexts(folder, folders, found);
    var lecture = corrections.lecture(path);
    Integer number = corrections.number(path, metadata.number());
    return new PathMetadata(
        said(scholar, metadata.scholar()),
        said(series, metadata.series()),
        number,
        lecture.map(one -> said(one.words(), metadata.title())).orElse(metadata.title()),
        lecture.map(LectureCorrection::language).orElse(metadata.language()),
        // A number that the operator states is a number in the series, not on a disc.
        corrections.statesNumber(path) ? null : metadata.disc());
  }

  /** The entry of the folder itself or, for a disc's folder, of the series' folder above it. */
  private static UiTexts seriesTexts(
      String folder, Map<String, FolderNames> folders, FolderScan.Found found) {
    UiTexts own = found.corrections().series(folder);
    return own != null ? own : found.corrections().series(folders.get(folder).seriesFolder());
  }

  private static List<Chapter> chapters(String path, FoundFile file, FolderScan.Found found) {
    return found
        .corrections()
        .lecture(path)
        .map(LectureCorrection::chapters)
        .map(file.recording()::within)
        .orElseGet(file.recording()::chapters);
  }

  private static String said(UiTexts words, String otherwise) {
    return words == null || words.title() == null ? otherwise : words.title();
  }

  private static DisplayMetadata displayOfLecture(
      String path, FoundFile file, PathMetadata metadata, FolderScan.Found found) {
    String cover = found.covers().get(found.corrections().coverOf(path));
    if (cover == null) {
      cover = file.cover();
    }
    if (cover == null && metadata.series() == null) {
      cover = found.folderCovers().get(LibraryOverrides.folder(path));
    }
    DisplayMetadata shown = displayMetadata(wordsOf(path, found), cover);
    List<String> speakers = file.recording().tags().artists();
    return shown.description() == null && speakers.size() > 1
        ? new DisplayMetadata(
            NameNormalizer.clean(String.join(BETWEEN_SPEAKERS, speakers)),
            shown.cover(),
            shown.translations())
        : shown;
  }

  private static UiTexts wordsOf(String path, FolderScan.Found found) {
    return found.corrections().lecture(path).map(LectureCorrection::words).orElse(null);
  }

  private static DisplayMetadata displayOfSeries(
      String path, FoundFile file, Map<String, FolderNames> folders, FolderScan.Found found) {
    String folder = LibraryOverrides.folder(path);
    String above = folders.get(folder).seriesFolder();
    String cover = found.covers().get(found.corrections().seriesCover(folder));
    if (cover == null) {
      cover = found.covers().get(found.corrections().seriesCover(above));
    }
    if (cover == null) {
      cover = found.folderCovers().get(folder);
    }
    if (cover == null) {
      cover = found.folderCovers().get(above);
    }
    if (cover == null) {
      cover = file.cover();
    }
    return displayMetadata(seriesTexts(folder, folders, found), cover);
  }

  private static DisplayMetadata displayMetadata(UiTexts words, String cover) {
    return words == null
        ? new DisplayMetadata(null, cover, List.of())
        : new DisplayMetadata(words.description(), cover, words.translations());
  }

  /**
   * Two folders may form one series, and two recordings may have pictures. Then the first one
   * counts.
   */
  private static DisplayMetadata first(DisplayMetadata one, DisplayMetadata other) {
    return new DisplayMetadata(
        one.description() == null ? other.description() : one.description(),
        one.cover() == null ? other.cover() : one.cover(),
        one.translations().isEmpty() ? other.translations() : one.translations());
  }

  private static SeriesKey seriesKey(PathMetadata metadata) {
    return new SeriesKey(metadata.scholar(), metadata.series());
  }
}

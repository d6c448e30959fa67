package app.durus.server.catalogue.importing.tags;

import app.durus.server.audio.format.tags.AudioTags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares tags with those of the other files of the same series. A tag that does not distinguish
 * the files is ignored, because programs write the album's name into every title, and 1 into every
 * track. Pure.
 *
 * <ul>
 *   <li>A title that several files of a series have in their tags is replaced by the files' names,
 *       if those differ and say something: "Track 01" says less than the title.
 *   <li>Track numbers are ignored when all files without a number in their names have the same one.
 * </ul>
 */
public final class SeriesTags {

  private record SeriesKey(String scholar, String series) {}

  private SeriesTags() {}

  /**
   * @param pathMetadata by path
   * @param tags by path, of the same files
   * @return path metadata by path, in the same order
   */
  public static Map<String, PathMetadata> distinct(
      Map<String, PathMetadata> pathMetadata, Map<String, AudioTags> tags) {
    Map<SeriesKey, List<String>> bySeries = new LinkedHashMap<>();
    pathMetadata.forEach(
        (path, metadata) ->
            bySeries
                .computeIfAbsent(
                    new SeriesKey(metadata.scholar(), metadata.series()), key -> new ArrayList<>())
                .add(path));
    Map<String, PathMetadata> result = new LinkedHashMap<>(pathMetadata);
    for (List<String> paths : bySeries.values()) {
      nameByFiles(paths, tags, result);
      forgetEqualTracks(paths, tags, result);
    }
    return result;
  }

  private static void nameByFiles(
      List<String> paths, Map<String, AudioTags> tags, Map<String, PathMetadata> result) {
    Map<String, List<String>> byTitle = new LinkedHashMap<>();
    for (String path : paths) {
      String title = PathMetadata.titleByTag(tags.get(path));
      if (!title.isEmpty()) {
        byTitle.computeIfAbsent(title, key -> new ArrayList<>()).add(path);
      }
    }
    for (List<String> same : byTitle.values()) {
      Set<String> names = new HashSet<>();
      same.forEach(path -> names.add(PathMetadata.titleByName(path)));
      if (same.size() > 1 && names.size() > 1) {
        for (String path : same) {
          String name = PathMetadata.titleByName(path);
          if (PathMetadata.saysSomething(name)) {
            result.computeIfPresent(path, (key, now) -> now.with(now.number(), name));
          }
        }
      }
    }
  }

  private static void forgetEqualTracks(
      List<String> paths, Map<String, AudioTags> tags, Map<String, PathMetadata> result) {
    List<String> byTag =
        paths.stream()
            .filter(path -> PathMetadata.numberByName(path) == null)
            .filter(path -> tags.get(path).track() != null)
            .toList();
    Set<List<Integer>> places = new HashSet<>();
    for (String path : byTag) {
      PathMetadata metadata = result.get(path);
      // List.of takes no null, and disc 0 does not occur.
      places.add(List.of(metadata.disc() == null ? 0 : metadata.disc(), metadata.number()));
    }
    if (byTag.size() > 1 && places.size() == 1) {
      byTag.forEach(
          path -> result.computeIfPresent(path, (key, now) -> now.with(null, now.title())));
    }
  }
}

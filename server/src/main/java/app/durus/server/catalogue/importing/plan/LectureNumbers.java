package app.durus.server.catalogue.importing.plan;

import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Assigns the number of each lecture of an import. Numbers in names and tags are kept. The other
 * lectures of a series follow after its greatest number, in the natural order of their paths.
 * Single lectures have 0. Pure.
 *
 * <p>A series on several discs, whose numbers begin again on each disc, is numbered consecutively:
 * by disc, then by number, then by path.
 */
final class LectureNumbers {

  private static final Comparator<Map.Entry<String, PathMetadata>> BY_DISC =
      Comparator.<Map.Entry<String, PathMetadata>>comparingInt(each -> each.getValue().disc())
          .thenComparing(
              each -> each.getValue().number(), Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Map.Entry::getKey, NaturalOrder.INSTANCE);

  private LectureNumbers() {}

  private record SeriesKey(String scholar, String series) {}

  /**
   * @param pathMetadata by path; a number beside a disc is the number on that disc
   * @return numbers by path
   */
  static Map<String, Integer> of(Map<String, PathMetadata> pathMetadata) {
    Map<SeriesKey, Map<String, PathMetadata>> bySeries = new LinkedHashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    pathMetadata.forEach(
        (path, metadata) -> {
          if (metadata.series() == null) {
            numbers.put(path, 0);
          } else {
            bySeries
                .computeIfAbsent(
                    new SeriesKey(metadata.scholar(), metadata.series()),
                    key -> new LinkedHashMap<>())
                .put(path, metadata);
          }
        });
    bySeries.values().forEach(series -> count(series, numbers));
    return numbers;
  }

  private static void count(Map<String, PathMetadata> series, Map<String, Integer> numbers) {
    boolean discs = isOnDiscs(series);
    Set<Integer> taken = new HashSet<>();
    series.forEach(
        (path, metadata) -> {
          boolean stated = metadata.number() != null && !(discs && metadata.disc() != null);
          if (stated) {
            numbers.put(path, metadata.number());
            taken.add(metadata.number());
          }
        });
    if (discs) {
      int next = 1;
      List<Map.Entry<String, PathMetadata>> onDiscs =
          new ArrayList<>(
              series.entrySet().stream().filter(each -> each.getValue().disc() != null).toList());
      onDiscs.sort(BY_DISC);
      for (Map.Entry<String, PathMetadata> each : onDiscs) {
        while (taken.contains(next)) {
          next++;
        }
        numbers.put(each.getKey(), next);
        taken.add(next);
      }
    }
    int greatest = taken.stream().max(Comparator.naturalOrder()).orElse(0);
    List<String> rest =
        series.keySet().stream()
            .filter(path -> !numbers.containsKey(path))
            .sorted(NaturalOrder.INSTANCE)
            .toList();
    for (String path : rest) {
      greatest++;
      numbers.put(path, greatest);
    }
  }

  /** Whether there are several discs, and the numbers alone do not give the order. */
  private static boolean isOnDiscs(Map<String, PathMetadata> series) {
    long discs =
        series.values().stream()
            .map(PathMetadata::disc)
            .filter(Objects::nonNull)
            .distinct()
            .count();
    Set<Integer> numbers = new HashSet<>();
    boolean clear =
        series.values().stream()
            .allMatch(each -> each.number() != null && numbers.add(each.number()));
    return discs > 1 && !clear;
  }
}

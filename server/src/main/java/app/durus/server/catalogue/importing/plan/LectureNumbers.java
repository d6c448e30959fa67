package app.durus.server.catalogue.importing.plan;

import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every lecture of an import its place. What a name or tag states is kept; the rest of a
 * series follows after its greatest number, in the natural order of the paths. Single lectures have
 * 0. Pure.
 */
final class LectureNumbers {

  private LectureNumbers() {}

  private record SeriesKey(String scholar, String series) {}

  /**
   * @param placements by path
   * @return numbers by path
   */
  static Map<String, Integer> of(Map<String, PathMetadata> placements) {
    Map<SeriesKey, Integer> greatest = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    placements.forEach(
        (path, placement) -> {
          if (placement.series() == null) {
            numbers.put(path, 0);
          } else if (placement.number() != null) {
            numbers.put(path, placement.number());
            greatest.merge(shelf(placement), placement.number(), Math::max);
          }
        });
    List<String> unnumbered =
        placements.keySet().stream()
            .filter(path -> !numbers.containsKey(path))
            .sorted(NaturalOrder.INSTANCE)
            .toList();
    for (String path : unnumbered) {
      numbers.put(path, greatest.merge(shelf(placements.get(path)), 1, Integer::sum));
    }
    return numbers;
  }

  private static SeriesKey shelf(PathMetadata placement) {
    return new SeriesKey(placement.scholar(), placement.series());
  }
}

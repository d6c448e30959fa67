package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.report.ScholarSummary;
import app.durus.server.catalogue.importing.report.ScholarSummary.SeriesSummary;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Counts the lectures of each scholar and series of a library after an import. Pure. */
final class LibrarySummary {

  /** By scholar, then by series; the lectures in no series under null. */
  private final Map<String, Map<String, Integer>> counts = new HashMap<>();

  private LibrarySummary() {}

  /**
   * @param before the whole catalogue
   * @param known lectures of the library, as they were before
   * @param missing those of them that are withdrawn
   * @param placed the recordings that were found
   * @return by name
   */
  static List<ScholarSummary> of(
      CatalogueRows before,
      Collection<LectureRow> known,
      Set<UUID> missing,
      List<CataloguePlan.Placed> placed) {
    LibrarySummary summary = new LibrarySummary();
    Set<UUID> present = new HashSet<>();
    for (CataloguePlan.Placed each : placed) {
      PathMetadata metadata = each.resolved().pathMetadata();
      summary.count(metadata.scholar(), metadata.series());
      present.add(each.lectureId());
    }
    summary.countUnread(
        before,
        known.stream()
            .filter(row -> row.published() && !present.contains(row.id()))
            .filter(row -> !missing.contains(row.id()))
            .toList());
    return summary.scholars();
  }

  /** Lectures whose files are there and say nothing stay where they stand. */
  private void countUnread(CatalogueRows before, List<LectureRow> unread) {
    if (unread.isEmpty()) {
      return;
    }
    Map<UUID, String> names =
        before.scholars().stream().collect(Collectors.toMap(ScholarRow::id, ScholarRow::name));
    Map<UUID, String> titles =
        before.series().stream().collect(Collectors.toMap(SeriesRow::id, SeriesRow::title));
    unread.forEach(row -> count(names.get(row.scholarId()), titles.get(row.seriesId())));
  }

  private void count(String scholar, String series) {
    counts.computeIfAbsent(scholar, key -> new HashMap<>()).merge(series, 1, Integer::sum);
  }

  private List<ScholarSummary> scholars() {
    List<ScholarSummary> scholars = new ArrayList<>();
    counts.forEach((name, bySeries) -> scholars.add(scholar(name, bySeries)));
    scholars.sort(ScholarSummary.ORDER);
    return scholars;
  }

  private static ScholarSummary scholar(String name, Map<String, Integer> bySeries) {
    List<SeriesSummary> series = new ArrayList<>();
    bySeries.forEach(
        (title, lectures) -> {
          if (title != null) {
            series.add(new SeriesSummary(title, lectures));
          }
        });
    series.sort(SeriesSummary.ORDER);
    int lectures = bySeries.values().stream().mapToInt(Integer::intValue).sum();
    return new ScholarSummary(name, lectures, List.copyOf(series));
  }
}

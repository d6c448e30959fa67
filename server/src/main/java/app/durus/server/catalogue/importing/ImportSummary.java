package app.durus.server.catalogue.importing;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.Row;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts what an import changes. Pure. */
final class ImportSummary {

  private ImportSummary() {}

  /**
   * @param known lectures of the library, as they were before
   * @param missing those of them that are withdrawn
   * @param placed the recordings that were found, with the lectures that they are
   * @param changes rows that are new or differ from {@code before}
   * @param problems in any order
   */
  static ImportReport of(
      CatalogueRows before,
      Map<UUID, LectureRow> known,
      Set<UUID> missing,
      List<CataloguePlan.Placed> placed,
      CatalogueRows changes,
      List<ImportProblem> problems) {
    Set<UUID> changed = changes.lectures().stream().map(LectureRow::id).collect(Collectors.toSet());
    List<LectureRow> present =
        placed.stream()
            .map(CataloguePlan.Placed::lectureId)
            .filter(id -> id != null)
            .map(known::get)
            .toList();
    List<LectureRow> wasThere = present.stream().filter(LectureRow::published).toList();
    int republished = present.size() - wasThere.size();
    int changedCount = (int) wasThere.stream().filter(row -> changed.contains(row.id())).count();
    int unpublished = (int) missing.stream().filter(id -> known.get(id).published()).count();
    int added = placed.size() - present.size();
    // Every new lecture brings an asset.
    int newAssets = changes.assets().size() - added;
    Set<UUID> presentIds = present.stream().map(LectureRow::id).collect(Collectors.toSet());
    long stayed =
        known.values().stream()
            .filter(row -> row.published() && !presentIds.contains(row.id()))
            .filter(row -> !missing.contains(row.id()))
            .count();
    return new ImportReport(
        added,
        changedCount,
        wasThere.size() - changedCount + (int) stayed,
        unpublished,
        republished,
        newAssets,
        shownAnew(before, changes),
        problems.stream().sorted(ImportProblem.ORDER).toList());
  }

  /** Scholars and series that were there, stay, and are shown in another way. */
  private static int shownAnew(CatalogueRows before, CatalogueRows changes) {
    return shownAnew(before.scholars(), changes.scholars(), CatalogueRows.ScholarRow::published)
        + shownAnew(before.series(), changes.series(), CatalogueRows.SeriesRow::published);
  }

  private static <R extends Row> int shownAnew(
      Collection<R> before, Collection<R> changes, Predicate<R> isPublished) {
    Map<UUID, R> former = new HashMap<>();
    before.forEach(row -> former.put(row.id(), row));
    return (int)
        changes.stream()
            .filter(isPublished)
            .filter(row -> former.containsKey(row.id()) && isPublished.test(former.get(row.id())))
            .count();
  }
}

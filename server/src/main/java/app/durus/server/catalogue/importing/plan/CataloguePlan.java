package app.durus.server.catalogue.importing.plan;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.Row;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata.ResolvedLecture;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata.SeriesKey;
import app.durus.server.catalogue.importing.scan.FoundFile;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Computes the catalogue after an import, and what differs from before. Pure. Importing the same
 * folder twice plans nothing.
 */
public final class CataloguePlan {

  /**
   * A file that is imported.
   *
   * @param lectureId null for a new lecture
   * @param assetId the lecture's asset that has this audio already; null for a new one
   * @param statedId the id that the operator gave a new lecture; null for none
   */
  public record Placed(
      FoundFile file, UUID lectureId, UUID assetId, UUID statedId, ResolvedLecture resolved) {}

  private final UUID libraryId;
  private final CatalogueRows before;
  private final Map<UUID, ScholarRow> scholars;
  private final Map<UUID, SeriesRow> series;
  private final Map<UUID, LectureRow> lectures;
  private final Map<UUID, AssetRow> assets;

  /** Ids by name: most lectures share theirs with others, and each id is a hash. */
  private final Map<String, UUID> scholarIds = new HashMap<>();

  private final Map<SeriesKey, UUID> seriesIds = new HashMap<>();

  /** Ids that the operator gave to files of this import. */
  private final Set<UUID> stated;

  private CataloguePlan(UUID libraryId, CatalogueRows before, Set<UUID> stated) {
    this.libraryId = libraryId;
    this.before = before;
    this.scholars = byId(before.scholars());
    this.series = byId(before.series());
    this.lectures = byId(before.lectures());
    this.assets = byId(before.assets());
    this.stated = stated;
  }

  /**
   * @param before the whole catalogue
   * @param missing lectures of this library whose file is gone
   * @param resolved the metadata of the placed files
   * @return the rows that are new or differ
   */
  public static CatalogueRows changes(
      UUID libraryId,
      CatalogueRows before,
      List<Placed> placed,
      Set<UUID> missing,
      ResolvedMetadata resolved) {
    Set<UUID> stated =
        placed.stream().map(Placed::statedId).filter(Objects::nonNull).collect(Collectors.toSet());
    CataloguePlan plan = new CataloguePlan(libraryId, before, stated);
    missing.forEach(id -> plan.lectures.computeIfPresent(id, (key, row) -> row.unpublished()));
    placed.forEach(plan::place);
    plan.present(resolved);
    plan.releasePaths(placed);
    plan.publishShelves();
    return plan.changes();
  }

  private void place(Placed placed) {
    PathMetadata metadata = placed.resolved().pathMetadata();
    FoundFile file = placed.file();
    UUID scholarId = scholarId(metadata.scholar());
    scholars.putIfAbsent(scholarId, new ScholarRow(scholarId, metadata.scholar(), true));
    UUID seriesId = null;
    if (metadata.series() != null) {
      seriesId = seriesId(metadata);
      series.putIfAbsent(
          seriesId,
          new SeriesRow(seriesId, scholarId, metadata.series(), DisplayMetadata.NONE, true));
    }
    UUID id = placed.lectureId() == null ? newLectureId(placed) : placed.lectureId();
    UUID assetId = placed.assetId() == null ? addAsset(id, file) : placed.assetId();
    lectures.put(
        id,
        new LectureRow(
            id,
            libraryId,
            file.path(),
            scholarId,
            seriesId,
            placed.resolved().number(),
            metadata.title(),
            metadata.language(),
            assetId,
            placed.resolved().displayMetadata(),
            placed.resolved().chapters(),
            true));
  }

  private UUID scholarId(String name) {
    return scholarIds.computeIfAbsent(name, CatalogueIds::scholar);
  }

  private UUID seriesId(PathMetadata metadata) {
    return seriesIds.computeIfAbsent(
        new SeriesKey(metadata.scholar(), metadata.series()),
        key -> CatalogueIds.series(scholarId(key.scholar()), key.series()));
  }

  private UUID newLectureId(Placed placed) {
    if (placed.statedId() != null) {
      return placed.statedId();
    }
    UUID id = CatalogueIds.lecture(placed.file().audioSha256());
    return lectures.containsKey(id) || stated.contains(id) ? UUID.randomUUID() : id;
  }

  private UUID addAsset(UUID lectureId, FoundFile file) {
    var recording = file.recording();
    UUID id = CatalogueIds.asset(lectureId, recording.sha256());
    assets.putIfAbsent(
        id,
        new AssetRow(
            id,
            lectureId,
            recording.sha256(),
            recording.audioSha256(),
            recording.sizeBytes(),
            recording.durationMs(),
            recording.format()));
    return id;
  }

  /**
   * A scholar or series that this library shares with another one keeps the other library's texts,
   * unless this library has texts for it.
   */
  private void present(ResolvedMetadata resolved) {
    Set<UUID> shared = new HashSet<>();
    before.lectures().stream()
        .filter(row -> row.published() && !row.libraryId().equals(libraryId))
        .forEach(
            row -> {
              shared.add(row.scholarId());
              shared.add(row.seriesId());
            });
    resolved
        .lectures()
        .values()
        .forEach(
            lecture -> {
              PathMetadata at = lecture.pathMetadata();
              UUID scholarId = scholarId(at.scholar());
              DisplayMetadata scholar = resolved.scholars().get(at.scholar());
              if (says(scholar) || !shared.contains(scholarId)) {
                scholars.computeIfPresent(scholarId, (id, row) -> row.shownAs(scholar));
              }
              if (at.series() == null) {
                return;
              }
              UUID seriesId = seriesId(at);
              DisplayMetadata shown =
                  resolved.series().get(new SeriesKey(at.scholar(), at.series()));
              if (says(shown) || !shared.contains(seriesId)) {
                series.computeIfPresent(seriesId, (id, row) -> row.shownAs(shown));
              }
            });
  }

  private static boolean says(DisplayMetadata metadata) {
    return metadata != null && !metadata.equals(DisplayMetadata.NONE);
  }

  /** A lecture without a file loses its path to a lecture that has this file now. */
  private void releasePaths(List<Placed> placed) {
    Set<String> taken = placed.stream().map(each -> each.file().path()).collect(Collectors.toSet());
    Set<UUID> holders =
        placed.stream()
            .map(Placed::lectureId)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(HashSet::new));
    Map<UUID, LectureRow> old = byId(before.lectures());
    lectures.replaceAll(
        (id, row) ->
            row.libraryId().equals(libraryId)
                    && old.containsKey(id)
                    && !holders.contains(id)
                    && row.path() != null
                    && taken.contains(row.path())
                ? row.withPath(null)
                : row);
  }

  /** Scholars and series stay published while any of their lectures is, in any library. */
  private void publishShelves() {
    Set<UUID> inUse = new HashSet<>();
    for (LectureRow lecture : lectures.values()) {
      if (lecture.published()) {
        inUse.add(lecture.scholarId());
        inUse.add(lecture.seriesId());
      }
    }
    scholars.replaceAll((id, row) -> row.published(inUse.contains(id)));
    series.replaceAll((id, row) -> row.published(inUse.contains(id)));
  }

  private CatalogueRows changes() {
    return new CatalogueRows(
        differing(before.scholars(), scholars.values()),
        differing(before.series(), series.values()),
        differing(before.lectures(), lectures.values()),
        differing(before.assets(), assets.values()));
  }

  private static <R extends Row> List<R> differing(List<R> before, Collection<R> after) {
    Set<R> unchanged = new HashSet<>(before);
    return after.stream().filter(row -> !unchanged.contains(row)).toList();
  }

  private static <R extends Row> Map<UUID, R> byId(List<R> rows) {
    return rows.stream()
        .collect(Collectors.toMap(Row::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }
}

package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.importing.match.LectureMatcher;
import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.FoundFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The part of one import that needs no database: from what was found and what is known to what
 * changes, with the recordings copied. Blocking; used once.
 */
final class ImportPreparation {

  private final LibraryFolder folder;
  private final UUID libraryId;
  private final FolderScan.Found found;
  private final CatalogueRows before;
  private final AudioStore store;
  private final ImportProgress progress;
  private final Map<UUID, LectureRow> known = new LinkedHashMap<>();
  private final Map<UUID, AssetRow> assets = new LinkedHashMap<>();
  private final List<ImportProblem> problems = new ArrayList<>();
  private final Set<String> unreadable;

  /**
   * @param changes rows that are new or differ; their recordings are in the store already
   */
  record Result(CatalogueRows changes, ImportReport report) {}

  ImportPreparation(
      LibraryFolder folder,
      UUID libraryId,
      FolderScan.Found found,
      CatalogueRows before,
      AudioStore store,
      ImportProgress progress) {
    this.folder = folder;
    this.libraryId = libraryId;
    this.found = found;
    this.before = before;
    this.store = store;
    this.progress = progress;
    this.unreadable = new HashSet<>(found.unreadable());
    before.assets().forEach(asset -> assets.put(asset.id(), asset));
    before.lectures().stream()
        .filter(lecture -> lecture.libraryId().equals(libraryId))
        .forEach(lecture -> known.put(lecture.id(), lecture));
    problems.addAll(found.problems());
  }

  Result run() {
    LectureMatcher.Outcome outcome = recognize();
    outcome.setAside().forEach((path, why) -> problems.add(new ImportProblem(path, why)));
    Map<String, FoundFile> kept = new LinkedHashMap<>();
    Map<String, UUID> assetIds = new HashMap<>();
    int through = 0;
    for (FoundFile file : found.files()) {
      if (!outcome.setAside().containsKey(file.path())) {
        keep(file, outcome.recognized().get(file.path()), kept, assetIds);
      }
      progress.through(ImportProgress.Stage.KEEPING, ++through, found.files().size());
    }
    ResolvedMetadata arrangement = ResolvedMetadata.of(kept, found, folder.title());
    List<CataloguePlan.Placed> placed = place(kept, arrangement, outcome.recognized(), assetIds);
    Set<UUID> missing = new LinkedHashSet<>(outcome.missing());
    missing.removeIf(this::mayStillBeThere);
    missing.removeIf(id -> outcome.setAside().containsKey(known.get(id).path()));
    reportSameAudio(kept);
    CatalogueRows changes = CataloguePlan.changes(libraryId, before, placed, missing, arrangement);
    return new Result(changes, report(placed, missing, changes));
  }

  private LectureMatcher.Outcome recognize() {
    Map<UUID, Set<String>> audioByLecture =
        before.assets().stream()
            .collect(
                Collectors.groupingBy(
                    AssetRow::lectureId,
                    Collectors.mapping(AssetRow::audioSha256, Collectors.toSet())));
    List<LectureMatcher.Known> lectures = new ArrayList<>();
    for (LectureRow lecture : known.values()) {
      String present = assets.get(lecture.assetId()).audioSha256();
      Set<String> former = new HashSet<>(audioByLecture.get(lecture.id()));
      former.remove(present);
      lectures.add(new LectureMatcher.Known(lecture.id(), lecture.path(), present, former));
    }
    List<LectureMatcher.Candidate> candidates =
        found.files().stream()
            .map(
                file ->
                    new LectureMatcher.Candidate(
                        file.path(), file.audioSha256(), found.corrections().idOf(file.path())))
            .toList();
    Set<UUID> elsewhere =
        before.lectures().stream()
            .filter(lecture -> !lecture.libraryId().equals(libraryId))
            .map(LectureRow::id)
            .collect(Collectors.toSet());
    return LectureMatcher.of(candidates, lectures, elsewhere);
  }

  /** Makes sure that the recording is in the store; a file that cannot be copied is left out. */
  private void keep(
      FoundFile file, UUID lectureId, Map<String, FoundFile> kept, Map<String, UUID> assetIds) {
    try {
      UUID assetId = lectureId == null ? null : assetWithSameAudio(lectureId, file);
      if (assetId == null) {
        store.add(file.location(), file.recording());
      }
      assetIds.put(file.path(), assetId);
      kept.put(file.path(), file);
    } catch (IOException e) {
      unreadable.add(file.path());
      String sentence = "It could not be copied (" + e.getMessage() + "). Skipped.";
      problems.add(new ImportProblem(file.path(), sentence));
    }
  }

  /**
   * Which asset of the lecture already is this audio, its present one before former ones. Retagging
   * makes no new asset: the sound is the same, and what listeners have downloaded stays good.
   *
   * @return null when there is none, or its bytes are lost and this file does not bring them back
   */
  private UUID assetWithSameAudio(UUID lectureId, FoundFile file) throws IOException {
    List<AssetRow> same =
        new ArrayList<>(
            before.assets().stream()
                .filter(asset -> asset.lectureId().equals(lectureId))
                .filter(asset -> asset.audioSha256().equals(file.audioSha256()))
                .toList());
    UUID present = known.get(lectureId).assetId();
    same.sort((a, b) -> Boolean.compare(b.id().equals(present), a.id().equals(present)));
    for (AssetRow asset : same) {
      if (asset.sha256().equals(file.recording().sha256())) {
        store.add(file.location(), file.recording());
      }
      if (store.holds(asset.sha256(), asset.format(), asset.sizeBytes())) {
        return asset.id();
      }
    }
    return null;
  }

  private List<CataloguePlan.Placed> place(
      Map<String, FoundFile> kept,
      ResolvedMetadata arrangement,
      Map<String, UUID> recognized,
      Map<String, UUID> assetIds) {
    return kept.entrySet().stream()
        .map(
            each ->
                new CataloguePlan.Placed(
                    each.getValue(),
                    recognized.get(each.getKey()),
                    assetIds.get(each.getKey()),
                    found.corrections().idOf(each.getKey()),
                    arrangement.lectures().get(each.getKey())))
        .toList();
  }

  private boolean mayStillBeThere(UUID lectureId) {
    String path = known.get(lectureId).path();
    return path != null
        && unreadable.stream()
            .anyMatch(
                there -> there.isEmpty() || path.equals(there) || path.startsWith(there + "/"));
  }

  private void reportSameAudio(Map<String, FoundFile> kept) {
    Map<String, List<String>> pathsByAudio = new TreeMap<>();
    kept.forEach(
        (path, file) ->
            pathsByAudio.computeIfAbsent(file.audioSha256(), key -> new ArrayList<>()).add(path));
    for (List<String> paths : pathsByAudio.values()) {
      for (String again : paths.subList(1, paths.size())) {
        String sentence =
            "It has the same audio as " + paths.getFirst() + "; both are lectures of their own.";
        problems.add(new ImportProblem(again, sentence));
      }
    }
    reportOtherLibraries(pathsByAudio);
  }

  private void reportOtherLibraries(Map<String, List<String>> pathsByAudio) {
    long elsewhere =
        before.lectures().stream()
            .filter(lecture -> lecture.published() && !lecture.libraryId().equals(libraryId))
            .filter(
                lecture -> pathsByAudio.containsKey(assets.get(lecture.assetId()).audioSha256()))
            .count();
    if (elsewhere > 0) {
      String sentence =
          "Recordings that are in the catalogue from another folder, too: "
              + elsewhere
              + ". If this is the same library at a new place, give it a name before it moves.";
      problems.add(new ImportProblem("", sentence));
    }
  }

  private ImportReport report(
      List<CataloguePlan.Placed> placed, Set<UUID> missing, CatalogueRows changes) {
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
    long stayed =
        known.values().stream()
            .filter(row -> row.published() && !present.contains(row))
            .filter(row -> !missing.contains(row.id()))
            .count();
    problems.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.file(), b.file()));
    return new ImportReport(
        added,
        changedCount,
        wasThere.size() - changedCount + (int) stayed,
        unpublished,
        republished,
        newAssets,
        List.copyOf(problems));
  }
}

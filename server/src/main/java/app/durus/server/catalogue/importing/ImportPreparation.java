package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioCopies;
import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.match.LectureMatcher;
import app.durus.server.catalogue.importing.match.LibraryMatcher;
import app.durus.server.catalogue.importing.match.WithdrawalGuard;
import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final ImportOptions options;
  private final ImportProgress progress;
  private final Map<UUID, List<AssetRow>> assetsByLecture;
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
      LibraryMatcher.Outcome library,
      FolderScan.Found found,
      CatalogueRows before,
      AudioStore store,
      ImportOptions options,
      ImportProgress progress) {
    this.folder = folder;
    this.libraryId = library.library().id();
    this.found = found;
    this.before = before;
    this.store = store;
    this.options = options;
    this.progress = progress;
    this.assetsByLecture =
        before.assets().stream().collect(Collectors.groupingBy(AssetRow::lectureId));
    this.unreadable = new HashSet<>(found.unreadable());
    before.assets().forEach(asset -> assets.put(asset.id(), asset));
    before.lectures().stream()
        .filter(lecture -> lecture.libraryId().equals(libraryId))
        .forEach(lecture -> known.put(lecture.id(), lecture));
    problems.addAll(found.problems());
    if (library.movedFrom() != null) {
      problems.add(
          new ImportProblem(
              "", "This is the library that was at " + library.movedFrom() + "; it moved here."));
    }
  }

  /**
   * @throws ImportRefused when too much would be withdrawn, or the disk fails
   */
  Result run() {
    LectureMatcher.Outcome outcome = recognize();
    outcome.setAside().forEach((path, why) -> problems.add(new ImportProblem(path, why)));
    refuseToWithdrawTooMuch(outcome);
    Map<String, UUID> assetIds = new HashMap<>();
    Map<String, FoundFile> kept = keep(outcome, assetIds);
    ResolvedMetadata resolved = ResolvedMetadata.of(kept, found, folder.title());
    List<CataloguePlan.Placed> placed = place(kept, resolved, outcome.recognized(), assetIds);
    Set<UUID> missing = missing(outcome);
    reportSameAudio(kept);
    CatalogueRows changes = CataloguePlan.changes(libraryId, before, placed, missing, resolved);
    if (!options.check()) {
      syncNames(changes);
    }
    return new Result(changes, report(placed, missing, changes));
  }

  /** Also of assets that an import stored which was ended before it did this. */
  private void syncNames(CatalogueRows changes) {
    try {
      store.syncNames(changes.assets().stream().map(AssetRow::sha256).toList());
    } catch (IOException e) {
      throw new ImportRefused(
          "The disk of the data folder failed (" + e.getMessage() + "). Nothing was changed.");
    }
  }

  /** Lectures whose file is gone, as far as the folder can be read. */
  private Set<UUID> missing(LectureMatcher.Outcome outcome) {
    Set<UUID> missing = new LinkedHashSet<>(outcome.missing());
    missing.removeIf(id -> mayStillBeThere(known.get(id).path()));
    missing.removeIf(id -> outcome.setAside().containsKey(known.get(id).path()));
    return missing;
  }

  /** Before anything is copied. */
  private void refuseToWithdrawTooMuch(LectureMatcher.Outcome outcome) {
    Set<UUID> missing = missing(outcome);
    List<String> published = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (LectureRow lecture : known.values()) {
      if (lecture.published()) {
        published.add(lecture.path());
        if (missing.contains(lecture.id())) {
          gone.add(lecture.path());
        }
      }
    }
    Optional<String> refusal = WithdrawalGuard.refusal(published, gone);
    if (refusal.isEmpty() || options.withdraw()) {
      return;
    }
    String advice = " To withdraw them, import with --withdraw; if a disk is missing, mount it.";
    if (!options.check()) {
      throw new ImportRefused(refusal.get() + " Nothing was changed." + advice);
    }
    problems.add(
        ImportProblem.failed("", refusal.get() + " An import would refuse this." + advice));
  }

  private LectureMatcher.Outcome recognize() {
    List<LectureMatcher.Known> lectures = new ArrayList<>();
    for (LectureRow lecture : known.values()) {
      String present = assets.get(lecture.assetId()).audioSha256();
      Set<String> former =
          assetsByLecture.get(lecture.id()).stream()
              .map(AssetRow::audioSha256)
              .filter(audio -> !audio.equals(present))
              .collect(Collectors.toSet());
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

  /**
   * Makes sure that the recordings are in the store; a file that cannot be copied is left out.
   *
   * @param assetIds gets by path which asset the lecture has already, or null
   */
  private Map<String, FoundFile> keep(LectureMatcher.Outcome outcome, Map<String, UUID> assetIds) {
    List<FoundFile> wanted =
        found.files().stream()
            .filter(file -> !outcome.setAside().containsKey(file.path()))
            .toList();
    Map<String, IOException> failures = new ConcurrentHashMap<>();
    int through = found.files().size() - wanted.size();
    List<FoundFile> missing = new ArrayList<>();
    for (FoundFile file : wanted) {
      UUID lectureId = outcome.recognized().get(file.path());
      try {
        UUID assetId = lectureId == null ? null : assetWithSameAudio(lectureId, file);
        assetIds.put(file.path(), assetId);
        if (assetId == null && !options.check()) {
          missing.add(file);
          continue;
        }
      } catch (IOException e) {
        failures.put(file.path(), e);
      }
      through++;
      progress.through(ImportProgress.Stage.KEEPING, through, found.files().size());
    }
    copy(missing, through, failures);
    Map<String, FoundFile> kept = new LinkedHashMap<>();
    for (FoundFile file : wanted) {
      IOException failure = failures.get(file.path());
      if (failure == null) {
        kept.put(file.path(), file);
      } else {
        unreadable.add(file.path());
        String sentence = "It could not be copied (" + failure.getMessage() + "). Skipped.";
        problems.add(ImportProblem.failed(file.path(), sentence));
      }
    }
    return kept;
  }

  private void copy(List<FoundFile> files, int before, Map<String, IOException> failures) {
    Map<Path, String> paths = new HashMap<>();
    files.forEach(file -> paths.put(file.location(), file.path()));
    AtomicInteger through = new AtomicInteger(before);
    AudioCopies.run(
        store,
        files.stream()
            .map(file -> new AudioCopies.Source(file.location(), file.recording()))
            .toList(),
        (source, failure) -> {
          if (failure != null) {
            failures.put(paths.get(source.file()), failure);
          }
          synchronized (progress) {
            progress.through(
                ImportProgress.Stage.KEEPING, through.incrementAndGet(), found.files().size());
          }
        });
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
            assetsByLecture.getOrDefault(lectureId, List.of()).stream()
                .filter(asset -> asset.audioSha256().equals(file.audioSha256()))
                .toList());
    UUID present = known.get(lectureId).assetId();
    same.sort(
        Comparator.<AssetRow, Boolean>comparing(asset -> !asset.id().equals(present))
            .thenComparing(AssetRow::id));
    for (AssetRow asset : same) {
      if (asset.sha256().equals(file.recording().sha256())) {
        if (options.check()) {
          return asset.id();
        }
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
      ResolvedMetadata resolved,
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
                    resolved.lectures().get(each.getKey())))
        .toList();
  }

  /** Whether the path, or a folder that it lies in, is there but could not be read. */
  private boolean mayStillBeThere(String path) {
    if (path == null) {
      return false;
    }
    for (String at = path; !at.isEmpty(); at = LibraryOverrides.folder(at)) {
      if (unreadable.contains(at)) {
        return true;
      }
    }
    return unreadable.contains("");
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
              + ". The other folder is still there, so both are kept.";
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
    Set<UUID> presentIds = present.stream().map(LectureRow::id).collect(Collectors.toSet());
    long stayed =
        known.values().stream()
            .filter(row -> row.published() && !presentIds.contains(row.id()))
            .filter(row -> !missing.contains(row.id()))
            .count();
    problems.sort(
        Comparator.comparing(ImportProblem::file, NaturalOrder.INSTANCE)
            .thenComparing(ImportProblem::sentence)
            .thenComparing(problem -> problem.failed()));
    return new ImportReport(
        added,
        changedCount,
        wasThere.size() - changedCount + (int) stayed,
        unpublished,
        republished,
        newAssets,
        changedGroups(changes),
        List.copyOf(problems));
  }

  /** Scholars and series that were there, stay, and are shown in another way. */
  private int changedGroups(CatalogueRows changes) {
    Map<UUID, ScholarRow> scholars = new HashMap<>();
    before.scholars().forEach(row -> scholars.put(row.id(), row));
    Map<UUID, SeriesRow> series = new HashMap<>();
    before.series().forEach(row -> series.put(row.id(), row));
    long changed =
        changes.scholars().stream().filter(row -> isShownAnew(scholars.get(row.id()), row)).count();
    return (int)
        (changed
            + changes.series().stream()
                .filter(row -> isShownAnew(series.get(row.id()), row))
                .count());
  }

  private static boolean isShownAnew(ScholarRow before, ScholarRow now) {
    return before != null && before.published() && now.published();
  }

  private static boolean isShownAnew(SeriesRow before, SeriesRow now) {
    return before != null && before.published() && now.published();
  }
}

package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.match.LectureMatcher;
import app.durus.server.catalogue.importing.match.LibraryMatcher;
import app.durus.server.catalogue.importing.match.WithdrawalGuard;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.plan.CataloguePlan;
import app.durus.server.catalogue.importing.plan.ResolvedMetadata;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.FoundFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    RecordingCopier.Outcome copied = copy(outcome);
    Map<String, FoundFile> kept = copied.kept();
    ResolvedMetadata resolved = ResolvedMetadata.of(kept, found, folder.title());
    List<CataloguePlan.Placed> placed = place(copied, resolved, outcome.recognized());
    Set<UUID> missing = missing(outcome);
    reportSameAudio(kept);
    CatalogueRows changes = CataloguePlan.changes(libraryId, before, placed, missing, resolved);
    if (!options.check()) {
      syncNames(changes);
    }
    return new Result(changes, ImportSummary.of(before, known, missing, placed, changes, problems));
  }

  private RecordingCopier.Outcome copy(LectureMatcher.Outcome outcome) {
    RecordingCopier.Outcome copied =
        new RecordingCopier(store, options.check(), progress, known, assetsByLecture)
            .run(found.files(), outcome);
    copied
        .failures()
        .forEach(
            (path, failure) -> {
              unreadable.add(path);
              String sentence = "It could not be copied (" + reason(failure) + "). Skipped.";
              problems.add(ImportProblem.failed(path, sentence));
            });
    return copied;
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

  /** Without the path of a file that the operator does not know. */
  private static String reason(IOException failure) {
    return failure instanceof FileSystemException ofFile && ofFile.getReason() != null
        ? ofFile.getReason()
        : failure.getMessage();
  }

  private List<CataloguePlan.Placed> place(
      RecordingCopier.Outcome copied, ResolvedMetadata resolved, Map<String, UUID> recognized) {
    return copied.kept().entrySet().stream()
        .map(
            each ->
                new CataloguePlan.Placed(
                    each.getValue(),
                    recognized.get(each.getKey()),
                    copied.assetIds().get(each.getKey()),
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
}

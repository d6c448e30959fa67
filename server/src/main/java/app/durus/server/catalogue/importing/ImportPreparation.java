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
import app.durus.server.catalogue.importing.plan.NamingRemarks;
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
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The part of one import that needs no database: from what was found and what is known to what
 * changes, with the recordings copied. Blocking; used once, by one thread at a time.
 */
final class ImportPreparation {

  private final LibraryFolder folder;
  private final UUID libraryId;
  private final FolderScan.Found found;
  private final CatalogueRows before;
  private final ImportOptions options;
  private final RecordingCopier copier;
  private final Map<UUID, List<AssetRow>> assetsByLecture;
  private final Map<UUID, LectureRow> known = new LinkedHashMap<>();
  private final Map<UUID, AssetRow> assets = new LinkedHashMap<>();
  private final List<ImportProblem> problems = new ArrayList<>();
  private LectureMatcher.Outcome outcome;

  /**
   * @param changes rows that are new or differ
   * @param summary counts what they are, which takes its time
   */
  record Result(CatalogueRows changes, Supplier<ImportReport> summary) {

    ImportReport report() {
      return summary.get();
    }
  }

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
    this.options = options;
    this.assetsByLecture =
        before.assets().stream().collect(Collectors.groupingBy(AssetRow::lectureId));
    before.assets().forEach(asset -> assets.put(asset.id(), asset));
    before.lectures().stream()
        .filter(lecture -> lecture.libraryId().equals(libraryId))
        .forEach(lecture -> known.put(lecture.id(), lecture));
    this.copier = new RecordingCopier(store, options.check(), progress, known, assetsByLecture);
    problems.addAll(found.problems());
    if (library.movedFrom() != null) {
      problems.add(
          new ImportProblem(
              "", "This is the library that was at " + library.movedFrom() + "; it moved here."));
    }
  }

  /**
   * Recognizes the lectures.
   *
   * @throws ImportRefused when too much would be withdrawn
   */
  void recognize() {
    outcome = recognized();
    outcome.setAside().forEach((path, why) -> problems.add(new ImportProblem(path, why)));
    refuseToWithdrawTooMuch();
    copier.choose(found.files(), outcome);
  }

  /** How much {@link #copy} is going to copy. */
  long bytesToCopy() {
    return copier.bytesToCopy();
  }

  /**
   * Copies the recordings that the store lacks, names included. {@link #result} may be called
   * meanwhile.
   *
   * @return whether all of them are there; otherwise {@link #result} has to be called again
   * @throws ImportRefused when the disk fails
   */
  boolean copy() {
    try {
      return copier.copy();
    } catch (IOException e) {
      throw new ImportRefused(
          "The disk of the data folder failed (" + e.getMessage() + "). Nothing was changed.");
    }
  }

  /** Without those recordings that could not be copied so far. */
  Result result() {
    RecordingCopier.Outcome copied = copier.outcome();
    Map<String, FoundFile> kept = copied.kept();
    List<ImportProblem> said = new ArrayList<>(problems);
    Set<String> unread = new HashSet<>(found.unreadable());
    copied
        .failures()
        .forEach(
            (path, failure) -> {
              unread.add(path);
              String sentence = "It could not be copied (" + reason(failure) + "). Skipped.";
              said.add(ImportProblem.failed(path, sentence));
            });
    ResolvedMetadata resolved = ResolvedMetadata.of(kept, found, folder.title());
    List<CataloguePlan.Placed> placed = place(copied, resolved);
    Set<UUID> missing = missing(unread);
    CatalogueRows changes = CataloguePlan.changes(libraryId, before, placed, missing, resolved);
    return new Result(
        changes,
        () -> {
          said.addAll(SameAudio.remarks(kept.values(), before, libraryId));
          said.addAll(NamingRemarks.of(resolved));
          return report(placed, missing, changes, said);
        });
  }

  private ImportReport report(
      List<CataloguePlan.Placed> placed,
      Set<UUID> missing,
      CatalogueRows changes,
      List<ImportProblem> said) {
    ImportReport report = ImportSummary.of(before, known, missing, placed, changes, said);
    return options.check()
        ? report.naming(LibrarySummary.of(before, known.values(), missing, placed))
        : report;
  }

  /**
   * Lectures whose file is gone, as far as the folder can be read.
   *
   * @param unread paths of files and folders that are there but say nothing
   */
  private Set<UUID> missing(Set<String> unread) {
    Set<UUID> missing = new LinkedHashSet<>(outcome.missing());
    missing.removeIf(id -> mayStillBeThere(known.get(id).path(), unread));
    missing.removeIf(id -> outcome.setAside().containsKey(known.get(id).path()));
    return missing;
  }

  /** Before anything is copied. */
  private void refuseToWithdrawTooMuch() {
    Set<UUID> missing = missing(found.unreadable());
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

  private LectureMatcher.Outcome recognized() {
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
      RecordingCopier.Outcome copied, ResolvedMetadata resolved) {
    return copied.kept().entrySet().stream()
        .map(
            each ->
                new CataloguePlan.Placed(
                    each.getValue(),
                    outcome.recognized().get(each.getKey()),
                    copied.assetIds().get(each.getKey()),
                    found.corrections().idOf(each.getKey()),
                    resolved.lectures().get(each.getKey())))
        .toList();
  }

  /** Whether the path, or a folder that it lies in, is there but could not be read. */
  private static boolean mayStillBeThere(String path, Set<String> unread) {
    if (path == null) {
      return false;
    }
    for (String at = path; !at.isEmpty(); at = LibraryOverrides.folder(at)) {
      if (unread.contains(at)) {
        return true;
      }
    }
    return unread.contains("");
  }
}

package app.durus.server.catalogue.importing.scan;

import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.OverridesLoader;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks through a folder and everything below it, and reads what is in it. What should be a
 * recording and is not becomes a problem and never ends the scan. Blocking.
 */
public final class FolderScan {

  private final ScanNotes notes = new ScanNotes();
  private final UnsupportedAudioCount others = new UnsupportedAudioCount();
  private final OverridesLoader corrections = new OverridesLoader(notes.problems());
  private final ImportedCovers covers;
  private final FutureTask<ScanCache> cache;
  private final List<FoundFile> files = new ArrayList<>();

  private FolderScan(Path root, Path dataFolder, Pictures pictures) {
    this.covers = new ImportedCovers(root, pictures, notes.problems());
    this.cache = new FutureTask<>(() -> ScanCache.of(dataFolder, root));
  }

  /**
   * @param files folder by folder in natural order, and by name within each
   * @param unreadable paths of files and folders that are there but say nothing: whatever was known
   *     from them is not missing
   * @param folderCovers ids of the pictures that lie beside recordings, by folder
   * @param covers ids of the pictures that {@code durus.yaml} files name, by path
   */
  public record Found(
      List<FoundFile> files,
      Set<String> unreadable,
      List<ImportProblem> problems,
      LibraryOverrides corrections,
      Map<String, String> folderCovers,
      Map<String, String> covers) {}

  /**
   * @param root a real path
   * @param dataFolder of this installation; it is no library even where it lies in one. What is
   *     read of files is kept in it
   * @param keeps whether that may be written
   */
  public static Found of(
      Path root, Path dataFolder, Pictures pictures, boolean keeps, ImportProgress progress)
      throws IOException {
    FolderScan scan = new FolderScan(root, dataFolder, pictures);
    // Loading what is known of the files takes about as long as walking through them.
    Thread.ofPlatform().name("durus-import-cache").start(scan.cache);
    FolderWalk walk =
        new FolderWalk(
            root,
            new DataFolders(dataFolder),
            scan.corrections,
            scan.covers,
            scan.others,
            scan.notes);
    scan.read(walk.run(), progress);
    if (keeps) {
      scan.saveCache();
    }
    scan.covers.take(scan.files, scan.corrections.byFolder());
    scan.notes.problems().addAll(scan.others.problems());
    return new Found(
        scan.files,
        scan.notes.unreadable(),
        scan.notes.problems(),
        new LibraryOverrides(scan.corrections.byFolder()),
        scan.covers.byFolder(),
        scan.covers.named());
  }

  private void read(FolderWalk.Outcome found, ImportProgress progress) {
    Map<String, Path> recordings = found.recordings();
    corrections.read(recordings.keySet(), notes.unreadable());
    for (String path : found.ambiguous()) {
      if (recordings.remove(path) != null) {
        notes.unreadable().add(path);
        notes.remark(
            path, "Two files have this name, spelled differently in Unicode; both skipped.");
      }
    }
    AtomicInteger looked = new AtomicInteger();
    int all = recordings.size();
    RecordingReader.read(
        recordings,
        cache(),
        covers,
        (path, location, finding) -> {
          note(path, location, finding);
          progress.through(ImportProgress.Stage.READING, looked.incrementAndGet(), all);
        });
  }

  /**
   * @param finding null when the file could not be read
   */
  private void note(String path, Path location, FileFinding finding) {
    if (finding == null) {
      notes.leave(path, "It cannot be read. Skipped.");
      return;
    }
    notes.problems().addAll(finding.problems());
    if (finding.recording() == null) {
      notes.unreadable().add(path);
    } else {
      files.add(new FoundFile(path, location, finding.recording(), finding.cover()));
    }
  }

  private ScanCache cache() {
    try {
      return cache.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while loading what was kept", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot load what was kept", e.getCause());
    }
  }

  private void saveCache() {
    try {
      cache().save();
    } catch (IOException e) {
      notes.remark(
          "",
          "What was read could not be kept ("
              + e.getMessage()
              + "), so the next import reads every file again.");
    }
  }
}

package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.match.LibraryMatcher;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.FoundFile;
import app.durus.server.catalogue.importing.scan.Pictures;
import app.durus.server.covers.CoverStore;
import app.durus.server.covers.UnusablePicture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Brings the catalogue in line with a folder of recordings. Works beside running servers: they
 * share nothing but the database and the store, and see either all of an import or nothing of it.
 *
 * <ul>
 *   <li>Idempotent: without a change in the folder, nothing is written.
 *   <li>One at a time per database, and an import that dies holds nothing.
 *   <li>Recordings reach the disk before their rows are committed; what is left of an import that
 *       failed in between is found and used by the next one.
 *   <li>Nothing is deleted. A lecture whose file is gone is unpublished; those of other libraries
 *       are not touched.
 * </ul>
 */
public final class CatalogueImporter {

  /**
   * Up to so much, rows are written beside the copies. Copying more takes minutes, and a
   * transaction of minutes would keep the database from cleaning up. Rows are little beside such
   * recordings.
   */
  private static final long MOST_BYTES_BESIDE_ROWS = 1L << 30;

  private final Vertx vertx;
  private final Catalogue catalogue;
  private final AudioStore store;
  private final CoverStore covers;
  private final Path dataFolder;

  /**
   * @param dataFolder of this installation, which is passed over where it lies in a library
   */
  public CatalogueImporter(
      Vertx vertx, Catalogue catalogue, AudioStore store, CoverStore covers, Path dataFolder) {
    this.vertx = vertx;
    this.catalogue = catalogue;
    this.store = store;
    this.covers = covers;
    this.dataFolder = dataFolder;
  }

  /** Whether no folder was ever imported into this catalogue. */
  public Future<Boolean> wasNeverUsed() {
    return catalogue.isUntouched();
  }

  /**
   * @return fails with {@link ImportRefused} when there is no such folder, or another import runs
   */
  public Future<ImportReport> run(Path folder) {
    return run(folder, ImportOptions.USUAL, ImportProgress.UNHEARD);
  }

  /**
   * @param progress hears how far it has come
   * @return as {@link #run(Path)}; fails with {@link ImportRefused} also when it would withdraw too
   *     much and {@code options} do not say to
   */
  public Future<ImportReport> run(Path folder, ImportOptions options, ImportProgress progress) {
    WorkerExecutor disk = worker("durus-import");
    return disk.executeBlocking(() -> LibraryFolder.at(folder, dataFolder))
        .compose(
            library ->
                catalogue.importing(
                    importing -> new Run(importing, disk, library, options, progress).scanned()))
        .eventually(disk::close);
  }

  /** Hashing a large library takes longer than Vert.x's own workers are meant to be busy. */
  private WorkerExecutor worker(String name) {
    return vertx.createSharedWorkerExecutor(name, 1, 1, TimeUnit.DAYS);
  }

  /** One import, while it holds the lock. */
  private final class Run {

    private final Catalogue.Importing importing;
    private final WorkerExecutor disk;
    private final LibraryFolder folder;
    private final ImportOptions options;
    private final ImportProgress progress;

    private Run(
        Catalogue.Importing importing,
        WorkerExecutor disk,
        LibraryFolder folder,
        ImportOptions options,
        ImportProgress progress) {
      this.importing = importing;
      this.disk = disk;
      this.folder = folder;
      this.options = options;
      this.progress = progress;
    }

    private Future<ImportReport> scanned() {
      Future<FolderScan.Found> found = disk.executeBlocking(this::scan);
      // Nothing but an import changes these rows, and this one holds the lock.
      Future<List<Catalogue.Library>> libraries = importing.libraries();
      Future<CatalogueRows> rows = importing.read();
      return Future.join(found, libraries, rows)
          .compose(
              all ->
                  disk.executeBlocking(
                      () -> prepare(found.result(), libraries.result(), rows.result())))
          .compose(prepared -> options.check() ? checked(prepared) : imported(prepared));
    }

    private FolderScan.Found scan() throws IOException {
      if (!options.check()) {
        store.removeUnfinished();
        covers.removeUnfinished();
      }
      return FolderScan.of(
          folder.root(),
          dataFolder,
          new StoredPictures(covers, options.check()),
          !options.check(),
          progress);
    }

    private Prepared prepare(
        FolderScan.Found found, List<Catalogue.Library> libraries, CatalogueRows rows) {
      Set<String> audio =
          found.files().stream().map(FoundFile::audioSha256).collect(Collectors.toSet());
      LibraryMatcher.Outcome library =
          LibraryMatcher.of(
              folder.place(), folder.name(), libraries, rows, audio, LibraryFolder::isGone);
      ImportPreparation preparation =
          new ImportPreparation(folder, library, found, rows, store, options, progress);
      preparation.recognize();
      return new Prepared(library.library(), preparation);
    }

    private Future<ImportReport> checked(Prepared prepared) {
      return disk.executeBlocking(() -> prepared.preparation().result().report());
    }

    private Future<ImportReport> imported(Prepared prepared) {
      return prepared.preparation().bytesToCopy() <= MOST_BYTES_BESIDE_ROWS
          ? whileCopying(prepared)
          : afterCopying(prepared);
    }

    /**
     * Writes the rows while the recordings are copied, because the database and the disk keep
     * different processors busy. The commit waits for the copies. When one fails, nothing is
     * committed, and the rows are written anew without it.
     */
    private Future<ImportReport> whileCopying(Prepared prepared) {
      ImportPreparation preparation = prepared.preparation();
      WorkerExecutor copying = worker("durus-import-copies");
      // Not in order: Vert.x runs the ordered works of one context one after the other, also on
      // different workers.
      Future<Boolean> copied = copying.executeBlocking(preparation::copy, false);
      return disk.executeBlocking(preparation::result)
          .compose(
              result -> {
                Future<Void> written =
                    importing.write(prepared.library(), result.changes(), copied.compose(Run::all));
                Future<ImportReport> report = disk.executeBlocking(result::report);
                return written.compose(done -> report);
              })
          // The lock is held until no copy is under way.
          .eventually(() -> copied.otherwiseEmpty().eventually(copying::close))
          .recover(
              failure ->
                  failure instanceof LeftOut
                      ? afterCopying(prepared)
                      : Future.failedFuture(failure));
    }

    private static Future<Void> all(boolean copied) {
      return copied ? Future.succeededFuture() : Future.failedFuture(new LeftOut());
    }

    private Future<ImportReport> afterCopying(Prepared prepared) {
      ImportPreparation preparation = prepared.preparation();
      return disk.executeBlocking(
              () -> {
                preparation.copy();
                return preparation.result();
              })
          .compose(
              result ->
                  importing
                      .write(prepared.library(), result.changes(), Future.succeededFuture())
                      .compose(done -> disk.executeBlocking(result::report)));
    }
  }

  /**
   * @param check whether pictures are only looked at
   */
  private record StoredPictures(CoverStore store, boolean check) implements Pictures {

    @Override
    public String idOf(byte[] picture) throws IOException, UnusablePicture {
      return check ? store.check(picture) : store.add(picture);
    }

    @Override
    public boolean isHere(String id) {
      return store.isHere(id);
    }
  }

  private record Prepared(Catalogue.Library library, ImportPreparation preparation) {}

  /** Ends a transaction whose rows have recordings that could not be copied. */
  private static final class LeftOut extends Exception {

    private static final long serialVersionUID = 1;

    LeftOut() {
      super("a recording could not be copied", null, false, false);
    }
  }
}

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
    // Hashing a large library takes longer than Vert.x's own workers are meant to be busy.
    WorkerExecutor disk = vertx.createSharedWorkerExecutor("durus-import", 1, 1, TimeUnit.DAYS);
    return disk.executeBlocking(() -> LibraryFolder.at(folder, dataFolder))
        .compose(
            library ->
                catalogue.importing(
                    importing -> new Run(importing, disk, library, options, progress).scanned()))
        .eventually(disk::close);
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
      return disk.executeBlocking(this::scan)
          .compose(
              found ->
                  importing
                      .libraries()
                      .compose(
                          libraries ->
                              importing
                                  .read()
                                  .compose(
                                      rows ->
                                          disk.executeBlocking(
                                              () -> prepare(found, libraries, rows)))))
          .compose(prepared -> options.check() ? reported(prepared) : applied(prepared));
    }

    private FolderScan.Found scan() throws IOException {
      if (!options.check()) {
        store.removeUnfinished();
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
      return new Prepared(
          library.library(),
          new ImportPreparation(folder, library, found, rows, store, options, progress).run());
    }

    private Future<ImportReport> reported(Prepared prepared) {
      return Future.succeededFuture(prepared.result().report());
    }

    private Future<ImportReport> applied(Prepared prepared) {
      CatalogueRows changes = prepared.result().changes();
      return importing
          .keep(prepared.library())
          .compose(kept -> changes.isEmpty() ? Future.succeededFuture() : importing.write(changes))
          .map(prepared.result().report());
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

  private record Prepared(Catalogue.Library library, ImportPreparation.Result result) {}
}

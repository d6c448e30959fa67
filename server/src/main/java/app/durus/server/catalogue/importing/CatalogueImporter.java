package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.covers.CoverStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

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

  public CatalogueImporter(Vertx vertx, Catalogue catalogue, AudioStore store, CoverStore covers) {
    this.vertx = vertx;
    this.catalogue = catalogue;
    this.store = store;
    this.covers = covers;
  }

  /** Whether no folder was ever imported into this catalogue. */
  public Future<Boolean> wasNeverUsed() {
    return catalogue.isUntouched();
  }

  /**
   * @return fails with {@link ImportRefused} when there is no such folder, or another import runs
   */
  public Future<ImportReport> run(Path folder) {
    return run(folder, ImportProgress.UNHEARD);
  }

  /**
   * @param progress hears how far it has come
   * @return as {@link #run(Path)}
   */
  public Future<ImportReport> run(Path folder, ImportProgress progress) {
    // Hashing a large library takes longer than Vert.x's own workers are meant to be busy.
    WorkerExecutor disk = vertx.createSharedWorkerExecutor("durus-import", 1, 1, TimeUnit.DAYS);
    return disk.executeBlocking(() -> LibraryFolder.at(folder))
        .compose(
            library -> catalogue.importing(importing -> run(importing, disk, library, progress)))
        .eventually(disk::close);
  }

  private Future<ImportReport> run(
      Catalogue.Importing importing,
      WorkerExecutor disk,
      LibraryFolder library,
      ImportProgress progress) {
    return disk.executeBlocking(
            () -> {
              store.removeUnfinished();
              return FolderScan.of(library.root(), covers, progress);
            })
        .compose(
            found ->
                importing
                    .library(library.place(), library.name())
                    .compose(id -> change(importing, disk, library, id, found, progress)));
  }

  private Future<ImportReport> change(
      Catalogue.Importing importing,
      WorkerExecutor disk,
      LibraryFolder library,
      UUID libraryId,
      FolderScan.Found found,
      ImportProgress progress) {
    return importing
        .read()
        .compose(
            before ->
                disk.executeBlocking(
                    () ->
                        new ImportPreparation(library, libraryId, found, before, store, progress)
                            .run()))
        .compose(
            result ->
                result.changes().isEmpty()
                    ? Future.succeededFuture(result.report())
                    : importing.write(result.changes()).map(result.report()));
  }
}

package app.durus.server.catalogue;

import app.durus.server.audio.AudioStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings the catalogue in line with a folder of recordings. Works beside running servers: they
 * share nothing but the database and the store, and see either all of an import or nothing of it.
 *
 * <ul>
 *   <li>Idempotent: without a change in the folder, nothing is written.
 *   <li>One at a time per database, by an advisory lock that goes with its connection: an import
 *       that dies holds nothing.
 *   <li>Recordings reach the disk before their rows are committed; what is left of an import that
 *       failed in between is found and used by the next one.
 *   <li>Nothing is deleted. A lecture whose file is gone is unpublished; those of other libraries
 *       are not touched.
 * </ul>
 */
public final class ImportFolder {

  /** Any number, but the same for ever. */
  private static final long LOCK = 0x64_75_72_75_73_00_01L;

  private final Vertx vertx;
  private final Pool pool;
  private final AudioStore store;

  public ImportFolder(Vertx vertx, Pool pool, AudioStore store) {
    this.vertx = vertx;
    this.pool = pool;
    this.store = store;
  }

  /**
   * @return fails with {@link ImportRefused} when there is no such folder, or another import runs
   */
  public Future<ImportReport> run(Path folder) {
    // Hashing a large library takes longer than Vert.x's own workers are meant to be busy.
    WorkerExecutor disk = vertx.createSharedWorkerExecutor("durus-import", 1, 1, TimeUnit.DAYS);
    return disk.executeBlocking(() -> LibraryFolder.at(folder))
        .compose(library -> pool.getConnection().compose(held -> locked(held, disk, library)))
        .eventually(disk::close);
  }

  private Future<ImportReport> locked(
      SqlConnection connection, WorkerExecutor disk, LibraryFolder library) {
    return connection
        .preparedQuery("SELECT pg_try_advisory_lock($1)")
        .execute(Tuple.of(LOCK))
        .compose(
            answer ->
                answer.iterator().next().getBoolean(0)
                    ? run(connection, disk, library).eventually(() -> unlock(connection))
                    : Future.failedFuture(
                        new ImportRefused("Another import is running; try again when it is done.")))
        .eventually(connection::close);
  }

  private static Future<Void> unlock(SqlConnection connection) {
    return connection
        .preparedQuery("SELECT pg_advisory_unlock($1)")
        .execute(Tuple.of(LOCK))
        .mapEmpty();
  }

  private Future<ImportReport> run(
      SqlConnection connection, WorkerExecutor disk, LibraryFolder library) {
    CatalogueTables tables = new CatalogueTables(connection);
    return disk.executeBlocking(
            () -> {
              store.removeUnfinished();
              return FolderScan.of(library.root());
            })
        .compose(
            found ->
                tables
                    .library(library.place(), library.name())
                    .compose(id -> change(connection, tables, disk, library, id, found)));
  }

  private Future<ImportReport> change(
      SqlConnection connection,
      CatalogueTables tables,
      WorkerExecutor disk,
      LibraryFolder library,
      UUID libraryId,
      FolderScan.Found found) {
    return tables
        .read()
        .compose(
            before ->
                disk.executeBlocking(
                    () -> new FolderImport(library, libraryId, found, before, store).run()))
        .compose(
            result ->
                result.changes().isEmpty()
                    ? Future.succeededFuture(result.report())
                    : inTransaction(connection, () -> tables.write(result.changes()))
                        .map(result.report()));
  }

  private static Future<Void> inTransaction(
      SqlConnection connection, Supplier<Future<Void>> statements) {
    return connection
        .begin()
        .compose(
            transaction ->
                statements
                    .get()
                    .compose(
                        done -> transaction.commit(),
                        failure ->
                            transaction
                                .rollback()
                                .transform(rolledBack -> Future.failedFuture(failure))));
  }
}

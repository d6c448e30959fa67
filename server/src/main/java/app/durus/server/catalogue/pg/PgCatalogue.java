package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.ImportRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue in PostgreSQL. */
public final class PgCatalogue implements Catalogue {

  private static final Logger LOG = LoggerFactory.getLogger(PgCatalogue.class);

  /** An arbitrary number, which must never change. */
  private static final long IMPORT_LOCK = 0x64_75_72_75_73_00_01L;

  /** Scanning a large library takes hours, during which the import does not query the database. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  private final Pool pool;
  private final Duration askAgain;

  public PgCatalogue(Pool pool) {
    this(pool, ASK_AGAIN);
  }

  /**
   * @param askAgain how often the connection that holds an import's lock is used, so that no proxy
   *     or firewall closes it as idle
   */
  PgCatalogue(Pool pool, Duration askAgain) {
    this.pool = pool;
    this.askAgain = askAgain;
  }

  @Override
  public Future<Boolean> isUntouched() {
    return pool.query("SELECT NOT EXISTS (SELECT FROM library)")
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  @Override
  public Future<Page> changes(long cursor, int limit) {
    return pool.preparedQuery(ChangesSql.CHANGES)
        .execute(Tuple.of(cursor, limit))
        .map(PgCatalogue::page);
  }

  /** The lock belongs to a connection, so a lost import releases it. */
  @Override
  public <T> Future<T> importing(Function<Importing, Future<T>> work) {
    return pool.getConnection()
        .compose(
            connection ->
                connection
                    .preparedQuery("SELECT pg_try_advisory_lock($1)")
                    .execute(Tuple.of(IMPORT_LOCK))
                    .compose(
                        answer ->
                            answer.iterator().next().getBoolean(0)
                                ? held(connection, work)
                                : Future.failedFuture(
                                    new ImportRefused(
                                        "Another import is running; try again when it is done.")))
                    .eventually(connection::close));
  }

  /** Always unlocks, even when the work throws, because the connection returns to the pool. */
  private <T> Future<T> held(SqlConnection connection, Function<Importing, Future<T>> work) {
    Vertx vertx = Vertx.currentContext().owner();
    // Without a handler Vert.x prints the error of a lost connection past the log.
    connection.exceptionHandler(
        failure -> LOG.warn("the import's connection is lost: {}", failure.getMessage()));
    long timer =
        vertx.setPeriodic(
            askAgain.toMillis(),
            again ->
                connection
                    .query("SELECT 1")
                    .execute()
                    .onFailure(
                        failure -> {
                          vertx.cancelTimer(again);
                          LOG.warn("the import cannot end well: {}", failure.getMessage());
                        }));
    return Future.succeededFuture(new LockedImport(connection))
        .compose(work::apply)
        .onComplete(done -> vertx.cancelTimer(timer))
        .eventually(() -> unlock(connection));
  }

  private static Future<Void> unlock(SqlConnection connection) {
    return connection
        .preparedQuery("SELECT pg_advisory_unlock($1)")
        .execute(Tuple.of(IMPORT_LOCK))
        .mapEmpty();
  }

  /**
   * Works on the connection that holds the lock, so that an import that lost its lock cannot write.
   */
  private record LockedImport(SqlConnection connection) implements Importing {

    @Override
    public Future<List<Library>> libraries() {
      return new CatalogueTables(connection).libraries();
    }

    @Override
    public Future<Void> keep(Library library) {
      return new CatalogueTables(connection).keep(library);
    }

    @Override
    public Future<CatalogueRows> read() {
      return new CatalogueTables(connection).read();
    }

    @Override
    public Future<Void> write(CatalogueRows changes) {
      return inTransaction(tables -> tables.write(changes));
    }

    @Override
    public Future<Void> write(Library library, CatalogueRows changes, Future<?> stored) {
      return inTransaction(
          tables ->
              tables
                  .keep(library)
                  .compose(
                      kept -> changes.isEmpty() ? Future.succeededFuture() : tables.write(changes))
                  .compose(written -> stored.<Void>mapEmpty()));
    }

    private Future<Void> inTransaction(Function<CatalogueTables, Future<Void>> work) {
      return connection
          .begin()
          .compose(
              transaction ->
                  work.apply(new CatalogueTables(connection))
                      .compose(
                          done -> transaction.commit(),
                          failure ->
                              transaction
                                  .rollback()
                                  .transform(rolledBack -> Future.failedFuture(failure))));
    }

    @Override
    public Future<List<Stored>> replacedFor(Duration duration) {
      return new CatalogueTables(connection).replacedFor(duration);
    }
  }

  private static Page page(RowSet<Row> rows) {
    String epoch = null;
    long newest = 0;
    List<Change> changes = new ArrayList<>();
    for (Row row : rows) {
      epoch = row.getString("epoch");
      newest = row.getLong("newest");
      if (row.getString("kind") != null) {
        changes.add(ChangesSql.change(row));
      }
    }
    return new Page(epoch, newest, changes);
  }
}

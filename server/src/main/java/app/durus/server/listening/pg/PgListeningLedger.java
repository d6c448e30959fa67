package app.durus.server.listening.pg;

import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.Push;
import app.durus.server.listening.Since;
import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Reconciliation.Change;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The ledger in PostgreSQL, at READ COMMITTED.
 *
 * <p>A push takes three round trips, however many intents it has: {@code BEGIN}, lock, clock and
 * all reads, pipelined; then the writes and the page of changes, pipelined; then {@code COMMIT}.
 * The reads are statements of their own behind the lock, because a statement sees the database as
 * of its own start: reading while locking would read from before the wait (R12).
 *
 * <p>A pull takes no lock. Revisions are handed out under the listener's lock and become visible
 * with the commit that ends it, so whatever a plain statement sees of a listener is free of gaps.
 *
 * <p>Works with statement caching on or off; pipelining pays only with it on.
 */
public final class PgListeningLedger implements ListeningLedger {

  private final Pool pool;

  public PgListeningLedger(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Page> pull(UUID listenerId, Since since) {
    return pool.withConnection(
        connection ->
            // Revision before page: read the other way round, a cursor of the page in between
            // would seem to come from the future.
            run(connection, ListeningSql.CLOCK_EPOCH_AND_REVISION, Tuple.of(listenerId))
                .map(PgListeningLedger::onlyRow)
                .compose(
                    row -> {
                      Moment moment = new Moment(row, row.getLong("revision"));
                      PageOfChanges page = new PageOfChanges(moment, since, List.of());
                      return run(connection, ListeningSql.PAGE, page.parameters(listenerId))
                          .map(page::answer);
                    }));
  }

  @Override
  public Future<Recorded> reconcile(Push push, Function<Facts, Reconciliation> decide) {
    return inTransaction(
        connection ->
            readUnderLock(connection, push)
                .compose(
                    touched -> write(connection, push, touched, decide.apply(touched.facts()))));
  }

  /** Everything is sent at once; the connection runs it in this order. */
  private static Future<Touched> readUnderLock(SqlConnection connection, Push push) {
    UUID listenerId = push.listenerId();
    UUID[] lectureIds = push.lectureIds().toArray(UUID[]::new);
    UUID[] assetIds = push.audioAssetIds().toArray(UUID[]::new);
    Future<RowSet<Row>> created = run(connection, ListeningSql.CREATE_LEDGER, Tuple.of(listenerId));
    Future<RowSet<Row>> lock = run(connection, ListeningSql.LOCK_LEDGER, Tuple.of(listenerId));
    Future<RowSet<Row>> clock = run(connection, ListeningSql.CLOCK_AND_EPOCH, Tuple.tuple());
    Future<RowSet<Row>> states =
        run(connection, ListeningSql.TOUCHED_STATES, Tuple.of(listenerId, (Object) lectureIds));
    Future<RowSet<Row>> lectures =
        run(connection, ListeningSql.LECTURES, Tuple.of((Object) lectureIds));
    Future<RowSet<Row>> assets = run(connection, ListeningSql.ASSETS, Tuple.of((Object) assetIds));
    return Future.join(created, lock, clock, states, lectures, assets)
        .map(
            all -> {
              long revision = onlyRow(lock.result()).getLong("revision");
              return new Touched(
                  new Moment(onlyRow(clock.result()), revision),
                  push.lectureIds(),
                  states.result(),
                  lectures.result(),
                  assets.result());
            });
  }

  private static Future<Recorded> write(
      SqlConnection connection, Push push, Touched touched, Reconciliation decided) {
    UUID listenerId = push.listenerId();
    List<Change> changes = decided.changes();
    long base = touched.moment().revision();
    long revision = base + changes.size();
    PageOfChanges page =
        new PageOfChanges(touched.moment(), push.since(), touched.statesAfter(changes));

    Future<Void> written = Future.succeededFuture();
    Future<Void> raised = Future.succeededFuture();
    if (!changes.isEmpty()) {
      written =
          run(connection, ListeningSql.WRITE_STATES, StateRows.written(listenerId, base, changes))
              .compose(rows -> expectRows(rows, changes.size()));
      raised =
          run(connection, ListeningSql.RAISE_REVISION, Tuple.of(listenerId, revision))
              .compose(rows -> expectRows(rows, 1));
    }
    Future<RowSet<Row>> changed = run(connection, ListeningSql.PAGE, page.parameters(listenerId));
    return Future.join(written, raised, changed)
        .map(all -> new Recorded(decided, page.answer(changed.result())));
  }

  /**
   * {@code BEGIN} is not waited for: what follows is sent behind it. The work's answer is given
   * only after {@code COMMIT} was answered, and answered by a commit: PostgreSQL ends a transaction
   * in which a statement failed by rolling it back, and calls that a success.
   */
  private <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return pool.withConnection(
        connection -> {
          var begun = connection.begin();
          return Future.join(begun, work.apply(connection))
              .compose(
                  both -> begun.result().commit().map(committed -> both.<T>resultAt(1)),
                  failure -> rollBack(connection, failure));
        });
  }

  private static <T> Future<T> rollBack(SqlConnection connection, Throwable failure) {
    var transaction = connection.transaction();
    if (transaction == null) {
      return Future.failedFuture(failure);
    }
    return transaction
        .rollback()
        .transform(
            rolledBack -> {
              if (rolledBack.failed()) {
                failure.addSuppressed(rolledBack.cause());
              }
              return Future.failedFuture(failure);
            });
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  private static Row onlyRow(RowSet<Row> rows) {
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row, got " + rows.size());
    }
    return rows.iterator().next();
  }

  private static Future<Void> expectRows(RowSet<Row> rows, int expected) {
    return rows.rowCount() == expected
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IllegalStateException("wrote " + rows.rowCount() + " rows of " + expected));
  }
}

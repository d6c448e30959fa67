package app.durus.server.listening.pg;

import app.durus.server.database.DatabaseFault;
import app.durus.server.listening.BatchLedger;
import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.LedgerUnavailable;
import app.durus.server.listening.ListenersLocked;
import app.durus.server.listening.Push;
import app.durus.server.listening.pg.BatchReads.LedgersMissing;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger in PostgreSQL, at READ COMMITTED.
 *
 * <p>A batch takes two round trips and a bounded number of statements, however many pushes and
 * intents it has: {@code BEGIN}, locks, clock and all reads ({@link BatchReads}); then the writes,
 * the pages of changes and {@code COMMIT} ({@link BatchWrites}).
 *
 * <p>A pull takes no lock. Revisions are handed out under the listener's lock and become visible
 * with the commit that ends it, so whatever a plain statement sees of a listener is free of gaps.
 *
 * <p>Works with statement caching on or off; pipelining pays only with it on.
 *
 * <p>Where the connection is lost, or none was there, the same is tried once more on another one:
 * to push again is harmless (R1).
 */
public final class PgListeningLedger implements BatchLedger {

  private static final Logger LOG = LoggerFactory.getLogger(PgListeningLedger.class);

  private final Pool pool;
  private final boolean waitsForLocks;
  private final CatalogueCache catalogue = new CatalogueCache();

  /** Waits for a listener's lock, for as long as the pool's connections do. */
  public PgListeningLedger(Pool pool) {
    this(pool, true);
  }

  private PgListeningLedger(Pool pool, boolean waitsForLocks) {
    this.pool = pool;
    this.waitsForLocks = waitsForLocks;
  }

  /** Fails a batch with {@link ListenersLocked} instead of waiting for a lock. */
  public static PgListeningLedger thatWaitsForNoLock(Pool pool) {
    return new PgListeningLedger(pool, false);
  }

  @Override
  public Future<Page> pull(UUID listenerId, ChangeCursor since) {
    return onAConnection(
        connection ->
            // Revision before page: read the other way round, a cursor of the page in between
            // would seem to come from the future.
            Statements.run(connection, ListeningSql.CLOCK_EPOCH_AND_REVISION, Tuple.of(listenerId))
                .map(Statements::onlyRow)
                .compose(row -> page(connection, listenerId, since, row)));
  }

  private <T> Future<T> onAConnection(Function<SqlConnection, Future<T>> work) {
    Function<SqlConnection, Future<T>> heard = connection -> work.apply(withHandler(connection));
    return pool.withConnection(heard)
        .recover(
            failure ->
                DatabaseFault.connectionIsLost(failure)
                    ? pool.withConnection(heard)
                    : Future.failedFuture(failure))
        .recover(
            failure ->
                Future.failedFuture(
                    DatabaseFault.passes(failure) ? new LedgerUnavailable(failure) : failure));
  }

  /**
   * Without a handler Vert.x prints what ends the connection, with its stack and past the log. The
   * statements fail by the same.
   */
  private static SqlConnection withHandler(SqlConnection connection) {
    return connection.exceptionHandler(
        failure -> LOG.debug("A connection of the ledger is lost", failure));
  }

  private static Future<Page> page(
      SqlConnection connection, UUID listenerId, ChangeCursor since, Row present) {
    LedgerReading moment = new LedgerReading(present, present.getLong("revision"));
    ChangePage page = new ChangePage(moment, since, List.of(), 0);
    return Statements.run(
            connection, ListeningSql.PAGE, Tuple.of(listenerId, page.start(), page.rowsToRead()))
        .map(PgListeningLedger::inOrder)
        .map(page::answer);
  }

  private static List<Row> inOrder(RowSet<Row> rows) {
    List<Row> inOrder = new ArrayList<>(rows.size());
    rows.forEach(inOrder::add);
    return inOrder;
  }

  @Override
  public Future<List<Recorded>> reconcileTogether(List<Submission> submissions) {
    List<Push> pushes = submissions.stream().map(Submission::push).toList();
    requireEachListenerOnce(pushes);
    return onAConnection(
        connection ->
            attempt(connection, submissions, pushes)
                .recover(
                    failure ->
                        failure instanceof LedgersMissing missing
                            ? create(connection, missing)
                                .compose(created -> attempt(connection, submissions, pushes))
                            : Future.failedFuture(failure))
                .recover(
                    failure ->
                        Future.failedFuture(
                            failure instanceof LedgersMissing locked
                                ? new ListenersLocked(Set.of(locked.listenerIds()))
                                : failure)));
  }

  private Future<List<Recorded>> attempt(
      SqlConnection connection, List<Submission> submissions, List<Push> pushes) {
    return Statements.inTransaction(
        connection,
        within ->
            BatchReads.underLock(
                within,
                waitsForLocks ? ListeningSql.LOCK_LEDGERS : ListeningSql.LOCK_FREE_LEDGERS,
                pushes,
                catalogue),
        touched -> BatchWrites.send(connection, touched, decide(submissions, touched)));
  }

  /**
   * In a transaction of its own, which holds nothing that anybody could wait for in a circle. Once
   * made, a ledger stays, so this happens once in a listener's life.
   */
  private static Future<?> create(SqlConnection connection, LedgersMissing missing) {
    return Statements.run(
        connection, ListeningSql.CREATE_LEDGERS, Tuple.of((Object) missing.listenerIds()));
  }

  private static List<Reconciliation> decide(List<Submission> submissions, List<PushRows> touched) {
    List<Reconciliation> decided = new ArrayList<>(submissions.size());
    for (int i = 0; i < submissions.size(); i++) {
      decided.add(submissions.get(i).decide().apply(touched.get(i).facts()));
    }
    return decided;
  }

  private static void requireEachListenerOnce(List<Push> pushes) {
    if (pushes.stream().map(Push::listenerId).distinct().count() < pushes.size()) {
      throw new IllegalArgumentException("a listener is in the batch twice");
    }
  }
}

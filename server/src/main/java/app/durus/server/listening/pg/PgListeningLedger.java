package app.durus.server.listening.pg;

import app.durus.server.database.DatabaseFault;
import app.durus.server.errors.RequestError;
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
 * intents it has. (1) {@code BEGIN}, locks, clock and all reads ({@link BatchReads}). (2) Writes,
 * pages of changes and {@code COMMIT} ({@link BatchWrites}).
 *
 * <p>A pull takes no lock. Revisions are given under the listener's lock and become visible with
 * the commit that releases it. So what a plain statement sees of a listener has no gaps (R12.5).
 *
 * <p>It works with and without a cache of prepared statements; pipelining saves time only with it.
 *
 * <p>If the connection is lost, or none was available, the work is tried once more on another one:
 * pushing again is harmless (R1).
 */
public final class PgListeningLedger implements BatchLedger {

  private static final Logger LOG = LoggerFactory.getLogger(PgListeningLedger.class);

  private final Pool pool;
  private final boolean waitsForLocks;
  private final CatalogueCache catalogue = new CatalogueCache();

  /** Waits for a listener's lock, up to the lock timeout of the pool's connections. */
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
            // Read the revision before the page. In the other order, a commit between the two reads
            // could make a device's cursor seem to be above the revision.
            Statements.run(connection, ListeningSql.CLOCK_EPOCH_AND_REVISION, Tuple.of(listenerId))
                .map(Statements::onlyRow)
                .compose(row -> page(connection, listenerId, since, row)));
  }

  private <T> Future<T> onAConnection(Function<SqlConnection, Future<T>> work) {
    Function<SqlConnection, Future<T>> workWithHandler =
        connection -> work.apply(withHandler(connection));
    return pool.withConnection(workWithHandler)
        .recover(
            failure ->
                DatabaseFault.connectionIsLost(failure)
                    ? pool.withConnection(workWithHandler)
                    : Future.failedFuture(failure))
        .recover(
            failure ->
                Future.failedFuture(
                    DatabaseFault.passes(failure) ? new LedgerUnavailable(failure) : failure));
  }

  /**
   * Without a handler Vert.x prints the error of a lost connection to standard error, past the log.
   * The connection's statements fail with the same error.
   */
  private static SqlConnection withHandler(SqlConnection connection) {
    return connection.exceptionHandler(
        failure -> LOG.debug("A connection of the ledger is lost", failure));
  }

  private static Future<Page> page(
      SqlConnection connection, UUID listenerId, ChangeCursor since, Row present) {
    LedgerReading ledger = new LedgerReading(present, present.getLong("revision"));
    ChangePage page = new ChangePage(ledger, since, List.of(), 0);
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
                            failure instanceof LedgersMissing missing
                                ? refusal(missing)
                                : failure)));
  }

  /**
   * Ledgers that are missing although they were created and waited for are those of the deleted.
   */
  private RuntimeException refusal(LedgersMissing missing) {
    return waitsForLocks
        ? RequestError.signedOut("The account is deleted.")
        : new ListenersLocked(Set.of(missing.listenerIds()));
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
   * In a transaction of its own, which holds no other lock, so that it cannot deadlock. This
   * happens once for each listener. The ledger of a deleted listener is there already, and stays
   * missing.
   */
  private static Future<?> create(SqlConnection connection, LedgersMissing missing) {
    return Statements.run(
        connection, ListeningSql.CREATE_LEDGERS, Tuple.of((Object) missing.listenerIds()));
  }

  private static List<Reconciliation> decide(List<Submission> submissions, List<PushRows> touched) {
    List<Reconciliation> decided = new ArrayList<>(submissions.size());
    for (int i = 0; i < submissions.size(); i++) {
      decided.add(submissions.get(i).decide().apply(touched.get(i).context()));
    }
    return decided;
  }

  private static void requireEachListenerOnce(List<Push> pushes) {
    if (pushes.stream().map(Push::listenerId).distinct().count() < pushes.size()) {
      throw new IllegalArgumentException("a listener is in the batch twice");
    }
  }
}

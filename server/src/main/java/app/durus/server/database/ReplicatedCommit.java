package app.durus.server.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Commits that a synchronous standby has confirmed, where the operator has one.
 *
 * <p>PostgreSQL waits for the standby within {@code COMMIT}, without a limit; the statement's
 * timeout does not count there. When an operator cancels that wait ({@code pg_cancel_backend}),
 * PostgreSQL reports success, and a warning that the standby may lack the transaction. If the
 * primary's machine then dies, the transaction is gone. So such a commit is a failure here, and
 * nothing is acknowledged. It may have been committed; the work must be harmless when it is
 * repeated.
 */
public final class ReplicatedCommit {

  /** SQLSTATE of a warning. Nothing else that is sent with a commit has it. */
  private static final String WARNING = "01000";

  private ReplicatedCommit() {}

  /** The commit is stored on the primary only. It passes when the standby is back. */
  static final class NotReplicated extends RuntimeException {

    NotReplicated() {
      super("the synchronous standby has not confirmed the commit");
    }
  }

  /**
   * Watches a commit.
   *
   * @param commit sends it on this connection; its result is known when PostgreSQL has answered
   */
  public static <T> Future<T> of(SqlConnection connection, Supplier<Future<T>> commit) {
    AtomicBoolean warned = watch(connection);
    return commit.get().compose(result -> unless(warned, result));
  }

  /** As {@link Pool#withTransaction(Function)}. */
  public static <T> Future<T> inTransaction(Pool pool, Function<SqlConnection, Future<T>> work) {
    record Done<T>(AtomicBoolean warned, T result) {}
    return pool.withTransaction(
            connection -> {
              AtomicBoolean warned = watch(connection);
              return work.apply(connection).map(result -> new Done<>(warned, result));
            })
        .compose(done -> unless(done.warned(), done.result()));
  }

  private static AtomicBoolean watch(SqlConnection connection) {
    AtomicBoolean warned = new AtomicBoolean();
    PgConnection.cast(connection)
        .noticeHandler(
            notice -> {
              if (WARNING.equals(notice.getCode())) {
                warned.set(true);
              }
            });
    return warned;
  }

  private static <T> Future<T> unless(AtomicBoolean warned, T result) {
    return warned.get() ? Future.failedFuture(new NotReplicated()) : Future.succeededFuture(result);
  }
}

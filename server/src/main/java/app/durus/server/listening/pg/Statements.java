package app.durus.server.listening.pg;

import app.durus.server.database.ReplicatedCommit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/** Runs statements on one connection. */
final class Statements {

  private Statements() {}

  static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }

  static Row onlyRow(RowSet<Row> rows) {
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row, got " + rows.size());
    }
    return rows.iterator().next();
  }

  /**
   * A transaction of two round trips: {@code BEGIN} is sent with the reads, and {@code COMMIT} with
   * the writes.
   *
   * <p>When an earlier statement failed, PostgreSQL rolls back at {@code COMMIT} and reports
   * success. So the transaction is committed only when all statements succeeded. A commit that a
   * synchronous standby has not confirmed fails ({@link ReplicatedCommit}).
   *
   * @param read sends its statements before it returns
   * @param write sends its statements before it returns; when it throws, nothing is committed
   */
  static <R, T> Future<T> inTransaction(
      SqlConnection connection,
      Function<SqlConnection, Future<R>> read,
      Function<R, Future<T>> write) {
    Future<?> begun = connection.query("BEGIN").execute();
    return Future.join(begun, Future.succeededFuture(connection).compose(read))
        .map(both -> write.apply(both.<R>resultAt(1)))
        .recover(failure -> rollBack(connection, failure))
        .compose(
            written ->
                ReplicatedCommit.of(
                    connection,
                    () ->
                        Future.join(written, connection.query("COMMIT").execute())
                            .map(both -> both.<T>resultAt(0))));
  }

  private static <T> Future<T> rollBack(SqlConnection connection, Throwable failure) {
    return connection
        .query("ROLLBACK")
        .execute()
        .transform(
            rolledBack -> {
              if (rolledBack.failed()) {
                // When a connection is lost, the driver fails every statement with the same
                // exception.
                if (rolledBack.cause() != failure) {
                  failure.addSuppressed(rolledBack.cause());
                }
                // Nobody else may get a connection with an open transaction.
                connection.close();
              }
              return Future.failedFuture(failure);
            });
  }

  /** Fails when another number of rows was written. */
  static Future<Void> expectRows(RowSet<Row> rows, int expected) {
    return rows.rowCount() == expected
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IllegalStateException("wrote " + rows.rowCount() + " rows of " + expected));
  }
}

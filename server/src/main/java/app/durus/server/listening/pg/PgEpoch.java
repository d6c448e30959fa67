package app.durus.server.listening.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** The part of the epoch that an operator can renew (R13). */
public final class PgEpoch {

  private static final String RENEW = "UPDATE database_epoch SET id = gen_random_uuid()";

  private final Pool pool;

  public PgEpoch(Pool pool) {
    this.pool = pool;
  }

  /**
   * Begins a new history: every device starts over from cursor zero, with the catalogue too, and
   * offers again all that it holds, which is harmless (R1), and brings back what a restored
   * snapshot does not know.
   *
   * @return the new epoch
   */
  public Future<String> renew() {
    return pool.withTransaction(
        connection ->
            connection
                .query(RENEW)
                .execute()
                .compose(renewed -> Statements.expectRows(renewed, 1))
                .compose(renewed -> connection.query("SELECT present_epoch() AS epoch").execute())
                .map(rows -> Statements.onlyRow(rows).getString("epoch")));
  }
}

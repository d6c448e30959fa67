package app.durus.server.listening.pg;

import app.durus.server.database.ReplicatedCommit;
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
   * Begins a new history. Every device then starts over from cursor zero, for the catalogue too,
   * and offers again all that it holds (R13.4). That is harmless (R1), and restores what a restored
   * snapshot lacks.
   *
   * @return the new epoch
   */
  public Future<String> renew() {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            connection
                .query(RENEW)
                .execute()
                .compose(renewed -> Statements.expectRows(renewed, 1))
                .compose(renewed -> connection.query("SELECT present_epoch() AS epoch").execute())
                .map(rows -> Statements.onlyRow(rows).getString("epoch")));
  }
}

package app.durus.server.accounts.pg;

import app.durus.server.database.ReplicatedCommit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Deletes everything of a listener in one transaction. It waits for the listener's push that is
 * under way, and later ones find the ledger deleted, on whatever instance: so nothing is written
 * after the deletion, and it need not wait until the other instances have forgotten the sessions.
 */
final class AccountDeletion {

  private static final List<String> STATEMENTS =
      List.of(
          // Whoever opens a session waits for this, and then finds no account.
          "SELECT FROM listener WHERE id = $1 FOR UPDATE",
          // The same lock as a push takes (R12).
          """
          INSERT INTO listening_ledger (listener_id, deleted_at) VALUES ($1, now())
          ON CONFLICT (listener_id) DO UPDATE SET deleted_at = now(), revision = 0\
          """,
          "DELETE FROM listening_state WHERE listener_id = $1",
          """
          INSERT INTO deleted_session (token_sha256, listener_id, expires_at)
          SELECT token_sha256, listener_id, expires_at FROM listener_session WHERE listener_id = $1\
          """,
          "DELETE FROM listener WHERE id = $1");

  private AccountDeletion() {}

  /** Does nothing when there is no such account. */
  static Future<Void> of(UUID listenerId, Pool pool) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection -> {
          Future<Void> done = Future.succeededFuture();
          for (String statement : STATEMENTS) {
            done =
                done.compose(
                    earlier ->
                        connection
                            .preparedQuery(statement)
                            .execute(Tuple.of(listenerId))
                            .mapEmpty());
          }
          return done;
        });
  }
}

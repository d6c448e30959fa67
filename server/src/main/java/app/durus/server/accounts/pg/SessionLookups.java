package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.SessionToken;
import app.durus.server.accounts.Sessions;
import app.durus.server.batching.Batcher;
import app.durus.server.errors.RequestError;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Looks up session tokens. Lookups that arrive while one is running share the next statement. */
final class SessionLookups {

  private static final int MAX_TOKENS_OF_A_STATEMENT = 256;

  /**
   * The largest number of waiting lookups. Each one holds its request in memory, which may be as
   * large as a push.
   */
  private static final int MAX_WAITING = 2_000;

  private static final int RETRY_AFTER_SECONDS = 1;

  private static final String LISTENERS_OF =
      """
      SELECT token_sha256, listener_id, last_seen_at < now() - interval '1 day' AS unseen
      FROM listener_session WHERE token_sha256 = ANY ($1) AND expires_at > now()\
      """;

  /** Renews once a day. Locked rows are skipped: waiting for them could deadlock. */
  private static final String RENEW =
      """
      UPDATE listener_session
      SET last_seen_at = now(), expires_at = now() + $2 * interval '1 second'
      WHERE token_sha256 IN (
        SELECT token_sha256 FROM listener_session WHERE token_sha256 = ANY ($1)
        FOR UPDATE SKIP LOCKED)
      RETURNING token_sha256\
      """;

  private final Pool pool;
  private final Batcher<Buffer, Optional<FoundSession>> batcher;

  /**
   * @param loop the loop on which statements begin
   */
  SessionLookups(Pool pool, Executor loop) {
    this.pool = pool;
    this.batcher = new Batcher<>(loop, Batcher.atMost(MAX_TOKENS_OF_A_STATEMENT), this::lookUp);
  }

  /**
   * Looks up a session; empty when it does not exist or has expired. Fails with a {@link
   * RequestError} when too many lookups are waiting.
   */
  Future<Optional<FoundSession>> session(SessionToken token) {
    if (batcher.waiting() >= MAX_WAITING) {
      return Future.failedFuture(
          RequestError.unavailable(
              "Too many requests are waiting; try again.", RETRY_AFTER_SECONDS));
    }
    return batcher.ask(Buffer.buffer(token.sha256()));
  }

  private Future<List<Future<Optional<FoundSession>>>> lookUp(List<Buffer> digests) {
    return pool.preparedQuery(LISTENERS_OF)
        .execute(Tuple.of((Object) digests.toArray(Buffer[]::new)))
        .compose(sessions -> renew(sessions).map(renewed -> answers(digests, sessions, renewed)));
  }

  /** The digests of the sessions that were renewed. */
  private Future<Set<Buffer>> renew(RowSet<Row> sessions) {
    List<Buffer> unseen = new ArrayList<>();
    for (Row session : sessions) {
      if (session.getBoolean("unseen")) {
        unseen.add(session.getBuffer("token_sha256"));
      }
    }
    return unseen.isEmpty()
        ? Future.succeededFuture(Set.of())
        : pool.preparedQuery(RENEW)
            .execute(
                Tuple.of(unseen.toArray(Buffer[]::new), (double) Sessions.LIFETIME.toSeconds()))
            .map(
                rows -> {
                  Set<Buffer> renewed = new HashSet<>();
                  rows.forEach(row -> renewed.add(row.getBuffer("token_sha256")));
                  return renewed;
                });
  }

  private static List<Future<Optional<FoundSession>>> answers(
      List<Buffer> digests, RowSet<Row> sessions, Set<Buffer> renewed) {
    Map<Buffer, FoundSession> found = new HashMap<>();
    for (Row session : sessions) {
      Buffer digest = session.getBuffer("token_sha256");
      found.put(digest, new FoundSession(session.getUUID("listener_id"), renewed.contains(digest)));
    }
    return digests.stream()
        .map(digest -> Future.succeededFuture(Optional.ofNullable(found.get(digest))))
        .toList();
  }
}

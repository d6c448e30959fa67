package app.durus.server.accounts.pg;

import app.durus.server.accounts.SessionToken;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells whose session a token is. Lookups that arrive on an event loop while one is under way there
 * share the next statement: no timer, and alone a lookup waits for nobody.
 */
final class SessionLookups {

  private static final int MAX_TOKENS_OF_A_STATEMENT = 256;

  private static final String LISTENERS_OF =
      """
      SELECT token_sha256, listener_id, last_seen_at < now() - interval '1 hour' AS unseen
      FROM listener_session WHERE token_sha256 = ANY ($1) AND expires_at > now()\
      """;

  /**
   * Being seen is written down once an hour, and not twice at once: that could wait in a circle.
   */
  private static final String SEE =
      """
      UPDATE listener_session SET last_seen_at = now()
      WHERE token_sha256 IN (
        SELECT token_sha256 FROM listener_session WHERE token_sha256 = ANY ($1)
        FOR UPDATE SKIP LOCKED)\
      """;

  private final Pool pool;
  private final ThreadLocal<Lane> laneOfThisEventLoop = ThreadLocal.withInitial(Lane::new);

  private record Waiting(Buffer tokenSha256, Promise<Optional<UUID>> listener) {}

  SessionLookups(Pool pool) {
    this.pool = pool;
  }

  /** Empty when there is no such session, or it has expired. */
  Future<Optional<UUID>> listenerOf(SessionToken token) {
    Waiting waiting = new Waiting(Buffer.buffer(token.sha256()), Promise.promise());
    // Elsewhere answers come on another thread than questions: nothing can be gathered there.
    Lane lane = Context.isOnEventLoopThread() ? laneOfThisEventLoop.get() : new Lane();
    lane.add(waiting);
    return waiting.listener().future();
  }

  /** Used by one thread. */
  private final class Lane {

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean inFlight;

    void add(Waiting waiting) {
      queue.addLast(waiting);
      if (!inFlight) {
        startNext();
      }
    }

    private void startNext() {
      if (queue.isEmpty()) {
        return;
      }
      inFlight = true;
      List<Waiting> asked = new ArrayList<>();
      while (!queue.isEmpty() && asked.size() < MAX_TOKENS_OF_A_STATEMENT) {
        asked.add(queue.removeFirst());
      }
      run(LISTENERS_OF, asked.stream().map(Waiting::tokenSha256).toList())
          .compose(rows -> see(rows).map(rows))
          .onComplete(
              answered -> {
                inFlight = false;
                startNext();
                if (answered.succeeded()) {
                  answer(asked, answered.result());
                } else {
                  asked.forEach(waiting -> waiting.listener().fail(answered.cause()));
                }
              });
    }
  }

  private Future<?> see(RowSet<Row> sessions) {
    List<Buffer> unseen = new ArrayList<>();
    for (Row session : sessions) {
      if (session.getBoolean("unseen")) {
        unseen.add(session.getBuffer("token_sha256"));
      }
    }
    return unseen.isEmpty() ? Future.succeededFuture() : run(SEE, unseen);
  }

  private Future<RowSet<Row>> run(String sql, List<Buffer> digests) {
    return pool.preparedQuery(sql).execute(Tuple.of((Object) digests.toArray(Buffer[]::new)));
  }

  private static void answer(List<Waiting> asked, RowSet<Row> rows) {
    Map<Buffer, UUID> listeners = new HashMap<>();
    for (Row row : rows) {
      listeners.put(row.getBuffer("token_sha256"), row.getUUID("listener_id"));
    }
    for (Waiting waiting : asked) {
      waiting.listener().complete(Optional.ofNullable(listeners.get(waiting.tokenSha256())));
    }
  }
}

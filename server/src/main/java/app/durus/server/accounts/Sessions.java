package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.FoundSession;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Resolves session tokens to listeners. Results are cached for at most 5 s, so that a busy device
 * does not query the database each time. One instance serves all event loops of a process. A
 * session that ends here ends at once in this process, even for a lookup that is running; in other
 * processes within 5 s.
 *
 * <p>A session ends when it was not used for {@link #LIFETIME}. It is renewed at most once a day,
 * so that few requests write.
 */
public final class Sessions {

  /** How long a session lasts after its last renewal. */
  public static final Duration LIFETIME = Duration.ofDays(365);

  /** The largest number of a listener's sessions: beyond it the least recently used ones end. */
  public static final int MAX_OF_A_LISTENER = 50;

  private static final int REMOVED_TOGETHER = 1_000;

  private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

  /** Longer than any lookup that was running when a session ended. */
  private static final long ENDED_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int MAX_REMEMBERED = 50_000;

  /** Unknown tokens are not cached: anybody can send any number of them. */
  private record Remembered(Optional<UUID> listener, long untilNanos) {}

  private final AccountStore store;
  private final LongSupplier nanoClock;
  private final Map<SessionToken, Remembered> remembered = new ConcurrentHashMap<>();

  public Sessions(AccountStore store) {
    this(store, System::nanoTime);
  }

  Sessions(AccountStore store, LongSupplier nanoClock) {
    this.store = store;
    this.nanoClock = nanoClock;
  }

  /** Opens a session for a listener. */
  public Future<SessionToken> open(UUID listenerId) {
    SessionToken token = SessionToken.random();
    return store.openSession(listenerId, token, LIFETIME).map(token);
  }

  /** A valid session; empty when the token is unknown or the session has ended or expired. */
  public Future<Optional<FoundSession>> find(SessionToken token) {
    Remembered known = remembered.get(token);
    if (known != null && isFresh(known)) {
      return Future.succeededFuture(
          known.listener().map(listenerId -> new FoundSession(listenerId, false)));
    }
    long untilNanos = nanoClock.getAsLong() + REMEMBERED_NANOS;
    return store
        .session(token)
        .map(found -> found.filter(session -> remember(token, session.listenerId(), untilNanos)));
  }

  /**
   * Removes all expired sessions, in batches.
   *
   * @return how many were removed
   */
  public Future<Long> removeExpired() {
    return removeExpired(0);
  }

  private Future<Long> removeExpired(long before) {
    return store
        .removeExpiredSessions(REMOVED_TOGETHER)
        .compose(
            removed ->
                removed < REMOVED_TOGETHER
                    ? Future.succeededFuture(before + removed)
                    : removeExpired(before + removed));
  }

  /** Ends a session, if it exists. */
  public Future<Void> end(SessionToken token) {
    return store
        .endSession(token)
        .onSuccess(
            ended ->
                put(token, new Remembered(Optional.empty(), nanoClock.getAsLong() + ENDED_NANOS)));
  }

  /** False for a session that ended while it was looked up. */
  private boolean remember(SessionToken token, UUID listenerId, long untilNanos) {
    Remembered known = remembered.get(token);
    if (known != null && isFresh(known) && known.listener().isEmpty()) {
      return false;
    }
    put(token, new Remembered(Optional.of(listenerId), untilNanos));
    return true;
  }

  private void put(SessionToken token, Remembered entry) {
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.values().removeIf(old -> !isFresh(old));
    }
    remembered.merge(
        token, entry, (old, newer) -> old.listener().isEmpty() && isFresh(old) ? old : newer);
    if (remembered.size() > MAX_REMEMBERED) {
      remembered.values().removeIf(some -> some.listener().isPresent());
    }
  }

  private boolean isFresh(Remembered entry) {
    return entry.untilNanos() - nanoClock.getAsLong() > 0;
  }
}

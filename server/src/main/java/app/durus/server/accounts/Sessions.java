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
 * Whose session a token is, remembered for at most 5 s so that a busy device does not ask the
 * database each time. One instance serves all event loops of a process: a session that ends here
 * has ended here at once, even for a lookup that was under way; on other instances within 5 s.
 *
 * <p>A session ends when it was not used for {@link #LIFETIME}. It is renewed at most once a day,
 * so that hardly a request writes.
 */
public final class Sessions {

  /** How long a session goes on after it was last renewed. */
  public static final Duration LIFETIME = Duration.ofDays(365);

  /** Of more, those that were used least recently end. */
  public static final int MAX_OF_A_LISTENER = 50;

  private static final int REMOVED_TOGETHER = 1_000;

  private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

  /** Longer than any lookup that was under way when a session ended. */
  private static final long ENDED_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int MAX_REMEMBERED = 50_000;

  /** Unknown tokens are not remembered: anybody can send as many of them as they like. */
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

  /** Opens a session for a listener and answers its token. */
  public Future<SessionToken> open(UUID listenerId) {
    SessionToken token = SessionToken.random();
    return store.openSession(listenerId, token, LIFETIME).map(token);
  }

  /** A session that goes on; empty when it never was one, has ended or has expired. */
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
   * Removes all expired sessions, some at a time.
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

  /** Ends a session; does nothing when there is none. */
  public Future<Void> end(SessionToken token) {
    return store
        .endSession(token)
        .onSuccess(
            ended ->
                put(token, new Remembered(Optional.empty(), nanoClock.getAsLong() + ENDED_NANOS)));
  }

  /** Answers false for a session that ended while it was looked up. */
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

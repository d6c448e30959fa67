package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.AccountStore.ListedSession;
import app.durus.server.accounts.AccountStore.NewSession;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Finds the session of a token. A found session is cached for 5 s, so that a busy device does not
 * ask the database each time. One instance serves all event loops of a process. A session that ends
 * on this instance is refused at once, even by a lookup that was under way; other instances refuse
 * it within 5 s.
 *
 * <p>A session ends when it was not used for {@link #LIFETIME}. It is renewed at most once a day,
 * so that few requests write.
 */
public final class Sessions {

  /** How long a session lasts after it was last renewed. */
  public static final Duration LIFETIME = Duration.ofDays(365);

  /** When a listener has more sessions, those that were used least recently end. */
  public static final int MAX_OF_A_LISTENER = 50;

  /** The longest description of a session's device, in characters. */
  public static final int MAX_DEVICE_LENGTH = 200;

  /** How many expired sessions one statement removes. */
  private static final int REMOVED_TOGETHER = 1_000;

  private static final Duration CACHED = Duration.ofSeconds(5);

  /** Longer than any lookup that was under way when a session ended. */
  private static final Duration ENDED = Duration.ofMinutes(1);

  /**
   * A session that was found.
   *
   * @param untilNanos when it must be looked up again, by the clock of this instance
   */
  private record CachedSession(UUID listenerId, long untilNanos) {}

  private final AccountStore store;
  private final LongSupplier nanoClock;

  /**
   * Unknown tokens are not cached: anybody can send as many of them as they like. It has no bound
   * of size, which would make each request dearer: it holds what was looked up within the last 5 s.
   */
  private final Cache<SessionToken, CachedSession> found;

  /** Not bounded in size: an entry that was evicted early would let its session live again. */
  private final Cache<SessionToken, Boolean> ended;

  public Sessions(AccountStore store) {
    this(store, System::nanoTime);
  }

  Sessions(AccountStore store, LongSupplier nanoClock) {
    this.store = store;
    this.nanoClock = nanoClock;
    this.found =
        Caffeine.newBuilder()
            .expireAfterWrite(CACHED)
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run)
            .build();
    this.ended =
        Caffeine.newBuilder()
            .expireAfterWrite(ENDED)
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Opens a session.
   *
   * @param credentials against which the password was checked
   * @param device what the browser calls itself; longer texts are cut
   * @return the session's token; empty when the account has another password by now, was disabled
   *     or deleted
   */
  public Future<Optional<SessionToken>> open(Credentials credentials, String device) {
    NewSession session = newSession(credentials.account().listenerId(), device);
    return store
        .openSession(session, credentials.passwordHash())
        .map(opened -> opened ? Optional.of(session.token()) : Optional.empty());
  }

  /** A session with a new token, which is not opened yet. */
  public static NewSession newSession(UUID listenerId, String device) {
    // PostgreSQL stores no NUL.
    String shown = device.replace("\0", "");
    return new NewSession(
        listenerId,
        SessionToken.random(),
        shown.substring(0, Math.min(shown.length(), MAX_DEVICE_LENGTH)));
  }

  /** The sessions of a listener that have not ended, the one used last first. */
  public Future<List<ListedSession>> list(UUID listenerId, SessionToken current) {
    return store.sessions(listenerId, current);
  }

  /** Ends one of a listener's sessions, on every instance within 5 s. */
  public Future<Void> end(UUID listenerId, UUID sessionId) {
    return store.endSession(listenerId, sessionId).onSuccess(done -> forget(listenerId));
  }

  /** Ends all of a listener's sessions but one, on every instance within 5 s. */
  public Future<Void> endOthers(UUID listenerId, SessionToken kept) {
    return store.endOtherSessions(listenerId, kept).onSuccess(done -> forget(listenerId));
  }

  /** Looks the listener's sessions up again the next time. */
  void forget(UUID listenerId) {
    found.asMap().values().removeIf(session -> session.listenerId().equals(listenerId));
  }

  /** The session of a token; empty when there never was one, or it has ended or expired. */
  public Future<Optional<FoundSession>> find(SessionToken token) {
    if (hasEnded(token)) {
      return Future.succeededFuture(Optional.empty());
    }
    CachedSession cached = found.getIfPresent(token);
    if (cached != null && cached.untilNanos() - nanoClock.getAsLong() > 0) {
      return Future.succeededFuture(Optional.of(new FoundSession(cached.listenerId(), false)));
    }
    long untilNanos = nanoClock.getAsLong() + CACHED.toNanos();
    return store
        .session(token)
        .map(looked -> looked.filter(session -> cache(token, session.listenerId(), untilNanos)));
  }

  /**
   * Removes all expired sessions, in several statements of bounded size, and the marks of deleted
   * accounts.
   *
   * @return how many sessions were removed
   */
  public Future<Long> removeExpired() {
    return removeExpired(0).compose(removed -> store.removeMarksOfDeleted().map(removed));
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
    return store.endSession(token).onSuccess(done -> ended.put(token, true));
  }

  /** Returns false when the session ended while it was looked up. */
  private boolean cache(SessionToken token, UUID listenerId, long untilNanos) {
    if (hasEnded(token)) {
      return false;
    }
    found.put(token, new CachedSession(listenerId, untilNanos));
    return true;
  }

  private boolean hasEnded(SessionToken token) {
    return ended.getIfPresent(token) != null;
  }
}

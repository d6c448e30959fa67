package app.durus.server.accounts;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores accounts and sessions. All times are the database's. */
public interface AccountStore {

  /**
   * A listener's account.
   *
   * @param name as shown
   */
  record StoredAccount(UUID listenerId, String name) {}

  /** An account with its password's hash. */
  record Credentials(StoredAccount account, String passwordHash) {}

  /**
   * A valid session.
   *
   * @param renewed whether this lookup renewed it, so that it ends a lifetime from now
   */
  record FoundSession(UUID listenerId, boolean renewed) {}

  /**
   * An account, and the database's time of the lookup.
   *
   * @param account empty when there is none
   */
  record AccountLookup(Optional<StoredAccount> account, long databaseTimeMs) {}

  /**
   * Adds an account and its first session in one transaction.
   *
   * @return false when the name is taken; nothing was added then
   */
  Future<Boolean> add(
      UUID listenerId,
      ListenerName name,
      String passwordHash,
      SessionToken token,
      Duration lifetime);

  Future<Optional<Credentials>> credentials(ListenerName name);

  /** The account of this listener, and the time. A null listener has no account. */
  Future<AccountLookup> look(@Nullable UUID listenerId);

  /**
   * Opens a session. It removes the listener's expired sessions, and the least recently used ones
   * beyond {@link Sessions#MAX_OF_A_LISTENER}.
   */
  Future<Void> openSession(UUID listenerId, SessionToken token, Duration lifetime);

  /**
   * A session, renewed when it was not renewed within the last day; empty when the token is unknown
   * or the session has ended or expired.
   */
  Future<Optional<FoundSession>> session(SessionToken token);

  /** Removes a session, if it exists. */
  Future<Void> endSession(SessionToken token);

  /**
   * Removes expired sessions, unless another instance is doing so.
   *
   * @param atMost the largest number to remove
   * @return how many were removed
   */
  Future<Integer> removeExpiredSessions(int atMost);

  /** The secret of device tokens: the same for all instances on this database. */
  Future<byte[]> deviceSecret();
}

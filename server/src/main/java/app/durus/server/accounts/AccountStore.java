package app.durus.server.accounts;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where accounts and sessions are kept. Time is the database's. */
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
   * A session that goes on.
   *
   * @param renewed whether asking for it has renewed it: it now ends a lifetime from now
   */
  record FoundSession(UUID listenerId, boolean renewed) {}

  /**
   * An account as seen at a time.
   *
   * @param account empty when there is none
   */
  record Sighting(Optional<StoredAccount> account, long databaseTimeMs) {}

  /**
   * Adds an account and its first session, both or neither.
   *
   * @return false when somebody has this name, and nothing was added
   */
  Future<Boolean> add(
      UUID listenerId,
      ListenerName name,
      String passwordHash,
      SessionToken token,
      Duration lifetime);

  Future<Optional<Credentials>> credentials(ListenerName name);

  /** The account of this listener, null for nobody's, and the time. */
  Future<Sighting> look(@Nullable UUID listenerId);

  /**
   * Opens a session. The listener's expired ones are removed, and of the others those that were
   * used least recently, as far as there are more than {@link Sessions#MAX_OF_A_LISTENER}.
   */
  Future<Void> openSession(UUID listenerId, SessionToken token, Duration lifetime);

  /**
   * A session, renewed when that was not done within the last day; empty when it never was one, has
   * ended or has expired.
   */
  Future<Optional<FoundSession>> session(SessionToken token);

  /** Removes a session; does nothing when there is none. */
  Future<Void> endSession(SessionToken token);

  /**
   * Removes expired sessions, unless another instance does so just now.
   *
   * @param atMost so many
   * @return how many were removed
   */
  Future<Integer> removeExpiredSessions(int atMost);

  /** What device tokens are sealed with: the same for all instances on this database. */
  Future<byte[]> deviceSecret();
}

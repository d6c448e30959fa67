package app.durus.server.accounts;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
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

  /**
   * An account, and whether the operator has disabled it.
   *
   * @param passwordHash null for an account that has no password
   */
  record Credentials(StoredAccount account, @Nullable String passwordHash, boolean disabled) {}

  /**
   * A session to open.
   *
   * @param device what the browser calls itself; at most {@link Sessions#MAX_DEVICE_LENGTH}
   *     characters
   */
  record NewSession(UUID listenerId, SessionToken token, String device) {}

  /**
   * A session as its listener sees it.
   *
   * @param lastSeenAt to the day
   * @param current whether it is the session that asks
   */
  record ListedSession(
      UUID id, String device, Instant createdAt, Instant lastSeenAt, boolean current) {}

  /** How adding an account ended. Nothing was added unless it is {@code ADDED}. */
  enum Added {
    ADDED,
    NAME_TAKEN,
    /** The invitation is unknown, was used, or has ended. */
    INVITATION_INVALID
  }

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
   * @param deleted whose session it was, when that account was deleted
   */
  record AccountLookup(
      Optional<StoredAccount> account, Optional<UUID> deleted, long databaseTimeMs) {}

  /**
   * Adds an account and its first session in one transaction.
   *
   * @param invitation used up by this account; empty where none is needed
   */
  Future<Added> add(
      ListenerName name, String passwordHash, NewSession session, Optional<AccountCode> invitation);

  Future<Optional<Credentials>> credentials(ListenerName name);

  /** The credentials of a listener; empty when there is no such account any more. */
  Future<Optional<Credentials>> credentials(UUID listenerId);

  /**
   * Replaces a password and ends all sessions but one.
   *
   * @param previousHash the hash against which the old password was checked
   * @param kept the session that goes on
   * @return false when the password is no longer that one; nothing was changed then
   */
  Future<Boolean> changePassword(
      UUID listenerId, String previousHash, String newHash, SessionToken kept);

  /** The account whose password a code resets; empty when the code does not work. */
  Future<Optional<StoredAccount>> accountOf(AccountCode code);

  /**
   * Uses a code up: sets a new password, ends all sessions, and returns the account. Empty, with
   * nothing changed, when the code is unknown, was used, or has ended.
   */
  Future<Optional<StoredAccount>> resetPassword(AccountCode code, String newHash);

  /**
   * The account of this listener, and the time.
   *
   * @param listenerId null for nobody, who has no account
   * @param token of the session that asks, which may have ended; null without one
   */
  Future<AccountLookup> look(@Nullable UUID listenerId, @Nullable SessionToken token);

  /**
   * Removes everything that the server holds of a listener. What the listener's devices still push
   * is refused from then on. Does nothing when there is no such account.
   */
  Future<Void> delete(UUID listenerId);

  /** Removes what {@link #delete} leaves for a while, once it is of no use. */
  Future<Void> removeMarksOfDeleted();

  /**
   * Opens a session. It removes the listener's expired sessions, and the least recently used ones
   * beyond {@link Sessions#MAX_OF_A_LISTENER}.
   *
   * @param passwordHash the hash against which the password was checked
   * @return false when the account has another password by now, was disabled or deleted; no session
   *     was opened then
   */
  Future<Boolean> openSession(NewSession session, String passwordHash);

  /**
   * The sessions of a listener that have not ended, the one used last first.
   *
   * @param current the token of the session that asks
   */
  Future<List<ListedSession>> sessions(UUID listenerId, SessionToken current);

  /** Ends one of a listener's sessions, if it exists. */
  Future<Void> endSession(UUID listenerId, UUID sessionId);

  /** Ends all of a listener's sessions but one. */
  Future<Void> endOtherSessions(UUID listenerId, SessionToken kept);

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

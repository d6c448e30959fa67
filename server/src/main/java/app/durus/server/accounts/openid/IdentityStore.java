package app.durus.server.accounts.openid;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.AccountStore.NewSession;
import app.durus.server.accounts.ListenerName;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Stores which account a provider's identity has. */
public interface IdentityStore {

  /** The account of an identity. */
  record Known(UUID listenerId, boolean disabled) {}

  /** How adding an account ended. Nothing was added unless it is {@code ADDED}. */
  enum Added {
    ADDED,
    NAME_TAKEN,
    /** The identity has an account by now. */
    IDENTITY_TAKEN,
    /** The invitation is unknown, was used, or has ended. */
    INVITATION_INVALID
  }

  Future<Optional<Known>> find(Identity identity);

  /**
   * Opens a session, as {@link app.durus.server.accounts.AccountStore#openSession} does.
   *
   * @return false when the account was disabled or deleted meanwhile
   */
  Future<Boolean> openSession(NewSession session, Identity identity);

  /**
   * Adds an account without a password, and its first session, in one transaction.
   *
   * @param invitation used up by this account; empty where none is needed
   */
  Future<Added> add(
      ListenerName name, Identity identity, NewSession session, Optional<AccountCode> invitation);
}

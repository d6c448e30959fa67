package app.durus.server.accounts.email;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores confirmed addresses, and the codes that were sent. All times are the database's. */
public interface EmailStore {

  /** How many codes for a new password, sent to one account, can be valid at once. */
  int MAX_RESETS = 5;

  /** How many accounts with one address are written to at once. */
  int MAX_RECIPIENTS = 5;

  /**
   * An account that can be sent a code for a new password.
   *
   * @param name as shown
   */
  record Recipient(UUID listenerId, String name, EmailAddress address) {}

  /** The confirmed address of an account; empty without one. */
  Future<Optional<EmailAddress>> address(UUID listenerId);

  /**
   * The accounts of this name or this address that have a confirmed address and a password and are
   * not disabled, at most {@link #MAX_RECIPIENTS}.
   */
  Future<List<Recipient>> recipients(Optional<ListenerName> name, Optional<EmailAddress> address);

  /**
   * Adds a code for a new password. Earlier ones stay valid: whoever asks in the name of a listener
   * must not end what the listener was sent.
   *
   * @return false when {@link #MAX_RESETS} are valid, or the account has another address by now;
   *     nothing was added then
   */
  Future<Boolean> addPasswordReset(AccountCode code, Recipient to, Duration lifetime);

  /** Adds a code that confirms an address, and ends the account's earlier ones. */
  Future<Void> addConfirmation(
      AccountCode code, UUID listenerId, EmailAddress address, Duration lifetime);

  /**
   * Uses a code up: the account has the address to which the code was sent. Codes that were sent to
   * an earlier address end.
   *
   * @return false, with nothing changed, when the code is none of the account's or has ended
   */
  Future<Boolean> confirm(AccountCode code, UUID listenerId);

  /**
   * Sets or removes the address, without a code. Codes that were sent before end.
   *
   * @param address empty to remove it
   */
  Future<Void> set(UUID listenerId, Optional<EmailAddress> address);
}

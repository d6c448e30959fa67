package app.durus.server.accounts;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an operator can do with accounts. All times are the database's. */
public interface AccountAdministration {

  /**
   * An account as an operator sees it.
   *
   * @param name as shown
   * @param emailAddress the confirmed one; null without
   * @param lastSeenAt the day on which a session was last used; null when no session is left
   * @param sessions how many sessions are left
   */
  record ListedAccount(
      UUID listenerId,
      String name,
      @Nullable String emailAddress,
      Instant createdAt,
      @Nullable Instant lastSeenAt,
      int sessions,
      boolean disabled) {}

  /** All accounts, by name. */
  Future<List<ListedAccount>> list();

  /** The account of this name. */
  Future<Optional<UUID>> find(ListenerName name);

  /** Makes an invitation, which anybody who has the code can use once. */
  Future<Void> addInvitation(AccountCode code, Duration lifetime);

  /**
   * Makes a code with which a listener can choose a new password once. Earlier codes of the account
   * end.
   */
  Future<Void> addPasswordReset(AccountCode code, UUID listenerId, Duration lifetime);

  /** Ends all sessions of an account and refuses new ones. The listener's progress stays. */
  Future<Void> disable(UUID listenerId);

  /** Allows a disabled account to sign in again. */
  Future<Void> enable(UUID listenerId);

  /** As {@link AccountStore#delete}. */
  Future<Void> delete(UUID listenerId);
}

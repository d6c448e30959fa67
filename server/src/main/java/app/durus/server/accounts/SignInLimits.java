package app.durus.server.accounts;

import app.durus.server.accounts.AttemptLimit.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides whether a caller may attempt to sign in or up, before anything is looked up or computed.
 * Unknown names are treated like known ones.
 *
 * <p>Wrong passwords are counted for each pair of account and network, for each network, and for
 * each account. A device that signed in before ({@link DeviceTokens}) is counted separately:
 * attacks on the account or from the network do not lock it out. One instance serves all event
 * loops of a process; each process counts by itself.
 */
public final class SignInLimits {

  /** One account from one network. */
  static final Policy ACCOUNT_AND_NETWORK =
      new Policy(5, Duration.ofMinutes(10), Duration.ofMinutes(15));

  /** One account from a device that signed in to it before. */
  static final Policy DEVICE = new Policy(10, Duration.ofMinutes(5), Duration.ofMinutes(15));

  /** All accounts from one network, which may be a school's or a whole provider's. */
  static final Policy NETWORK = new Policy(30, Duration.ofSeconds(5), Duration.ofSeconds(30));

  /** One account from all networks: generous, because it also delays the listener's new device. */
  static final Policy ACCOUNT = new Policy(100, Duration.ofSeconds(30), Duration.ofMinutes(1));

  /** Right passwords of one account: each one costs a hash and opens a session. */
  static final Policy SESSIONS = new Policy(20, Duration.ofSeconds(30), Duration.ofMinutes(1));

  /** New accounts from one network. */
  static final Policy SIGN_UP = new Policy(30, Duration.ofSeconds(30), Duration.ofMinutes(2));

  /** Messages to one name or address, whether or not there is such a one. */
  static final Policy EMAIL = new Policy(3, Duration.ofMinutes(10), Duration.ofHours(1));

  /** Whether an attempt may proceed. */
  sealed interface Admission {

    /**
     * The attempt is refused.
     *
     * @param delay the time until an attempt may be admitted; more than zero
     */
    record Refused(Duration delay) implements Admission {}

    /** The attempt may proceed. It counts as failed until one of these methods is called. */
    non-sealed interface Attempt extends Admission {
      /** How many attempts, including this one, count against the caller. */
      int suspicion();

      /** The password was right. */
      void succeeded();

      /** The server failed; the attempt does not count. */
      void discarded();
    }
  }

  private record AccountAt(AccountKey account, String network) {}

  private record AccountOn(AccountKey account, String deviceToken) {}

  private record Counted<K>(AttemptLimit<K> limit, K key) {

    Duration attempt() {
      return limit.attempt(key);
    }

    void takeBack() {
      limit.takeBack(key);
    }
  }

  private final AttemptLimit<AccountAt> accountAndNetwork;
  private final AttemptLimit<AccountOn> device;
  private final AttemptLimit<String> network;
  private final AttemptLimit<AccountKey> account;
  private final AttemptLimit<AccountKey> sessions;
  private final AttemptLimit<String> signUp;
  private final AttemptLimit<AccountKey> email;

  public SignInLimits() {
    this(System::nanoTime);
  }

  SignInLimits(LongSupplier nanoClock) {
    accountAndNetwork = new AttemptLimit<>(ACCOUNT_AND_NETWORK, nanoClock);
    device = new AttemptLimit<>(DEVICE, nanoClock);
    network = new AttemptLimit<>(NETWORK, nanoClock);
    account = new AttemptLimit<>(ACCOUNT, nanoClock);
    sessions = new AttemptLimit<>(SESSIONS, nanoClock);
    signUp = new AttemptLimit<>(SIGN_UP, nanoClock);
    email = new AttemptLimit<>(EMAIL, nanoClock);
  }

  /**
   * Asks for an attempt to sign in.
   *
   * @param deviceToken a valid token of this account; empty for an unknown device
   */
  Admission signIn(AccountKey to, String from, Optional<String> deviceToken) {
    Duration wait = sessions.delay(to);
    if (!wait.isZero()) {
      return new Admission.Refused(wait);
    }
    if (deviceToken.isPresent()) {
      AccountOn known = new AccountOn(to, deviceToken.get());
      return admit(
          List.of(new Counted<>(device, known)),
          Passwords.NOT_SUSPICIOUS,
          () -> signedIn(to, device, known));
    }
    AccountAt pair = new AccountAt(to, from);
    return admit(
        List.of(
            new Counted<>(accountAndNetwork, pair),
            new Counted<>(network, from),
            new Counted<>(account, to)),
        1 + network.count(from) + account.count(to),
        () -> {
          signedIn(to, accountAndNetwork, pair);
          network.takeBack(from);
          account.takeBack(to);
        });
  }

  /** Asks for an attempt to sign up. It counts whether the name is taken or not. */
  Admission signUp(String from) {
    return admit(List.of(new Counted<>(signUp, from)), 1 + signUp.count(from), () -> {});
  }

  /**
   * Asks for a message to be sent. It counts as a sign-up of the network too.
   *
   * @param to the key of the name or address to which the caller wants it sent
   * @return how long the caller has to wait; zero when the message may be sent
   */
  public Duration email(String to, String from) {
    Admission admission =
        admit(
            List.of(new Counted<>(email, AccountKey.of(to)), new Counted<>(signUp, from)),
            Passwords.NOT_SUSPICIOUS,
            () -> {});
    return admission instanceof Admission.Refused refused ? refused.delay() : Duration.ZERO;
  }

  /**
   * Asks for a browser's return from a provider. Until {@link #cameBack} it counts as a wrong
   * password of the network.
   *
   * @return whether it may proceed
   */
  public boolean comesBack(String from) {
    return network.attempt(from).isZero();
  }

  /** The provider named somebody. */
  public void cameBack(String from) {
    network.takeBack(from);
  }

  /** How many attempts each limit has refused so far, by the limit's name. */
  public Map<String, Long> refused() {
    return Map.of(
        "account-and-network", accountAndNetwork.refused(),
        "device", device.refused(),
        "network", network.refused(),
        "account", account.refused(),
        "sessions", sessions.refused(),
        "sign-up", signUp.refused(),
        "email", email.refused());
  }

  private <K> void signedIn(AccountKey to, AttemptLimit<K> failures, K by) {
    failures.forget(by);
    sessions.attempt(to);
  }

  /** Counts the attempt in all of the limits or in none. */
  private static Admission admit(List<Counted<?>> limits, int suspicion, Runnable onSuccess) {
    for (int i = 0; i < limits.size(); i++) {
      Duration wait = limits.get(i).attempt();
      if (!wait.isZero()) {
        limits.subList(0, i).forEach(Counted::takeBack);
        return new Admission.Refused(wait);
      }
    }
    return new Admission.Attempt() {
      @Override
      public int suspicion() {
        return suspicion;
      }

      @Override
      public void succeeded() {
        onSuccess.run();
      }

      @Override
      public void discarded() {
        limits.forEach(Counted::takeBack);
      }
    };
  }
}

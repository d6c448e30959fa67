package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.SignInLimits.Admission;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which attempts are admitted. The test controls the time. */
class SignInLimitsTest {

  private static final String ATTACKER = "203.0.113.66";
  private static final String HOME = "198.51.100.7";
  private static final AccountKey ACCOUNT = AccountKey.of("aisha");
  private static final Optional<String> UNKNOWN = Optional.empty();

  private final AtomicLong nanos = new AtomicLong();
  private final SignInLimits limits = new SignInLimits(nanos::get);

  private boolean isAdmitted(AccountKey account, String network, Optional<String> device) {
    return limits.signIn(account, network, device) instanceof Admission.Attempt;
  }

  private int admittedOf(int attempts, AccountKey account, String network) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += isAdmitted(account, network, UNKNOWN) ? 1 : 0;
    }
    return admitted;
  }

  private static Admission.Attempt attempt(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Attempt.class);
    return (Admission.Attempt) admission;
  }

  @Test
  void guessesForOneAccountFromOneNetworkAreLimitedPerDay() {
    int admitted = 0;
    for (int second = 0; second < 86_400; second++) {
      nanos.set(Duration.ofSeconds(second).toNanos());
      admitted += isAdmitted(ACCOUNT, ATTACKER, UNKNOWN) ? 1 : 0;
    }

    assertThat(admitted).isLessThan(200);
  }

  @Test
  void theListenerCanSignInFromAnotherNetworkDuringGuessing() {
    assertThat(admittedOf(1_000, ACCOUNT, ATTACKER)).isEqualTo(6);

    assertThat(isAdmitted(ACCOUNT, HOME, UNKNOWN)).isTrue();
  }

  @Test
  void otherAccountsCanSignInFromTheSameNetworkDuringGuessing() {
    admittedOf(1_000, ACCOUNT, ATTACKER);

    assertThat(isAdmitted(AccountKey.of("bilal"), ATTACKER, UNKNOWN)).isTrue();
  }

  @Test
  void guessesForManyAccountsFromOneNetworkAreLimited() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += isAdmitted(AccountKey.of("listener " + i), ATTACKER, UNKNOWN) ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(31);
    assertThat(isAdmitted(ACCOUNT, HOME, UNKNOWN)).isTrue();
  }

  @Test
  void guessesFromManyNetworksAreLimitedButAKnownDeviceCanSignIn() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += isAdmitted(ACCOUNT, "203.0.113." + i, UNKNOWN) ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(101);
    assertThat(isAdmitted(ACCOUNT, HOME, UNKNOWN)).as("a new device waits").isFalse();
    assertThat(isAdmitted(ACCOUNT, HOME, Optional.of("device"))).isTrue();
    assertThat(isAdmitted(ACCOUNT, ATTACKER, Optional.of("device"))).isTrue();
  }

  @Test
  void guessesFromAKnownDeviceAreLimitedToo() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += isAdmitted(ACCOUNT, "203.0.113." + i, Optional.of("device")) ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(11);
  }

  @Test
  void aRightPasswordResetsTheCountOfMistakes() {
    for (int i = 0; i < 5; i++) {
      attempt(limits.signIn(ACCOUNT, HOME, UNKNOWN));
    }
    attempt(limits.signIn(ACCOUNT, HOME, UNKNOWN)).succeeded();

    assertThat(admittedOf(10, ACCOUNT, HOME)).isEqualTo(6);
  }

  @Test
  void aServerErrorDoesNotCountAsAGuess() {
    for (int i = 0; i < 1_000; i++) {
      attempt(limits.signIn(ACCOUNT, HOME, UNKNOWN)).discarded();
    }
  }

  @Test
  void attemptsWithTheRightPasswordAreLimitedToo() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      Admission admission = limits.signIn(ACCOUNT, "198.51.100." + i, Optional.of("device " + i));
      if (admission instanceof Admission.Attempt attempt) {
        attempt.succeeded();
        admitted++;
      }
    }

    assertThat(admitted).isEqualTo(21);
  }

  @Test
  void aRefusedAttemptIsNotCounted() {
    admittedOf(1_000, ACCOUNT, ATTACKER);
    int others = 0;
    for (int i = 0; i < 1_000; i++) {
      others += isAdmitted(AccountKey.of("listener " + i), ATTACKER, UNKNOWN) ? 1 : 0;
    }

    assertThat(others).as("31 of the network, less the 6 of the one account").isEqualTo(25);
  }

  @Test
  void newAccountsFromOneNetworkAreLimited() {
    int made = 0;
    for (int second = 0; second < 3_600; second++) {
      nanos.set(Duration.ofSeconds(second).toNanos());
      made += limits.signUp(ATTACKER) instanceof Admission.Attempt ? 1 : 0;
    }

    assertThat(made).isBetween(31, 160);
    assertThat(limits.signUp(HOME)).isInstanceOf(Admission.Attempt.class);
  }

  @Test
  void callersWithFailedAttemptsAreMoreSuspicious() {
    int before = attempt(limits.signIn(AccountKey.of("bilal"), HOME, UNKNOWN)).suspicion();
    for (int i = 0; i < 30; i++) {
      limits.signIn(ACCOUNT, "203.0.113." + i, UNKNOWN);
      limits.signIn(AccountKey.of("listener " + i), ATTACKER, UNKNOWN);
    }

    assertThat(attempt(limits.signIn(AccountKey.of("bilal"), "198.51.100.8", UNKNOWN)).suspicion())
        .as("neither the account nor the network was guessed from")
        .isLessThanOrEqualTo(before + 1);
    assertThat(attempt(limits.signIn(ACCOUNT, "198.51.100.9", UNKNOWN)).suspicion())
        .isGreaterThan(30);
    assertThat(attempt(limits.signIn(AccountKey.of("new"), ATTACKER, UNKNOWN)).suspicion())
        .isGreaterThan(30);
    assertThat(attempt(limits.signIn(ACCOUNT, ATTACKER, Optional.of("device"))).suspicion())
        .isEqualTo(Passwords.NOT_SUSPICIOUS);
  }
}

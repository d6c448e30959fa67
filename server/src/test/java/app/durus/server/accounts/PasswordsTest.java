package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static final int SUSPICIOUS = 5;

  private static Vertx vertx;
  private static Passwords passwords;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    passwords = new Passwords(vertx);
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void eachHashContainsItsCostAndItsOwnSalt() {
    String hash = passwords.hash("كلمة السر", SUSPICIOUS).await();

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("كلمة السر", SUSPICIOUS).await()).isNotEqualTo(hash);
  }

  @Test
  void onlyTheSamePasswordMatches() {
    Optional<String> hash = Optional.of(passwords.hash("password é", SUSPICIOUS).await());

    assertThat(matches("password é", hash).await()).isTrue();
    assertThat(matches("password e\u0301", hash).await()).as("another keyboard").isTrue();
    assertThat(matches("password e", hash).await()).isFalse();
    assertThat(matches("Password é", hash).await()).isFalse();
    assertThat(matches("", hash).await()).isFalse();
  }

  @Test
  void theHashForUnknownNamesNeverMatches() {
    assertThat(matches("password", Optional.empty()).await()).isFalse();
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    Optional<String> hash = Optional.of(passwords.hash("password", SUSPICIOUS).await());
    long[] known = {Long.MAX_VALUE};
    long[] unknown = {Long.MAX_VALUE};
    // Of the fastest of each: the more samples there are, the closer they come to the true time.
    Eventually.get(
        "the time of an unknown name ÷ that of a wrong password between 0.5 and 2",
        () -> {
          for (int i = 0; i < 8; i++) {
            known[0] = Math.min(known[0], nanos(hash));
            unknown[0] = Math.min(unknown[0], nanos(Optional.empty()));
          }
          return (double) unknown[0] / known[0];
        },
        ratio -> ratio >= 0.5 && ratio <= 2);
  }

  private static Future<Boolean> matches(String password, Optional<String> hash) {
    return passwords.matches(password, hash, SUSPICIOUS);
  }

  private static long nanos(Optional<String> hash) {
    long start = System.nanoTime();
    matches("another word", hash).await();
    return System.nanoTime() - start;
  }

  @Test
  void aHashOfAnotherCostStillMatches() {
    var cheaper =
        com.password4j.Argon2Function.getInstance(8_192, 1, 1, 32, com.password4j.types.Argon2.ID);
    String hash =
        com.password4j.Password.hash("password").addRandomSalt(16).with(cheaper).getResult();

    assertThat(matches("password", Optional.of(hash)).await()).isTrue();
    assertThat(matches("passwort", Optional.of(hash)).await()).isFalse();
  }

  @Test
  void thePasswordLengthIsCountedInCharacters() {
    assertThat(Passwords.isAcceptable("🎧".repeat(7))).isFalse();
    assertThat(Passwords.isAcceptable("🎧".repeat(8))).isTrue();
    assertThat(Passwords.isAcceptable("🎧".repeat(256))).isTrue();
    assertThat(Passwords.isAcceptable("🎧".repeat(257))).isFalse();
    assertThat(Passwords.isAcceptable("password\uD83D")).isFalse();
  }

  @Test
  void beyondItsQueueLimitItRefusesAtOnceAndRecovers() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(passwords.hash("password " + i, SUSPICIOUS));
    }

    assertThat(all.subList(32, 40))
        .allSatisfy(
            refused ->
                assertThatThrownBy(refused::await).isInstanceOf(Passwords.TooBusyException.class));
    assertThat(all.subList(0, 32)).allSatisfy(done -> assertThat(done.await()).isNotEmpty());
    assertThat(passwords.hash("password", SUSPICIOUS).await()).isNotEmpty();
  }

  @Test
  void lessSuspiciousCallersAreServedFirst() {
    Optional<String> hash = Optional.of(passwords.hash("password", SUSPICIOUS).await());
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(matches("a wrong guess", hash).onComplete(done -> ended.add("stranger")));
    }

    all.add(
        passwords
            .matches("password", hash, Passwords.NOT_SUSPICIOUS)
            .onSuccess(matches -> ended.add("known " + matches)));
    Future.all(all).await();

    // Two were under way when it came, and two threads may report in either order.
    assertThat(ended.subList(0, 5)).contains("known true");
  }

  @Test
  void aLessSuspiciousCallerReplacesAMoreSuspiciousOneInAFullQueue() {
    Optional<String> hash = Optional.of(passwords.hash("password", SUSPICIOUS).await());
    List<Future<Boolean>> strangers =
        IntStream.range(0, 200).mapToObj(i -> matches("a wrong guess", hash)).toList();
    assertThat(strangers.getLast().cause()).isInstanceOf(Passwords.TooBusyException.class);

    assertThat(passwords.matches("password", hash, Passwords.NOT_SUSPICIOUS).await()).isTrue();
    Future.join(strangers).otherwiseEmpty().await();
    assertThat(strangers.stream().filter(Future::failed)).hasSize(200 - 2 - 29);
  }
}

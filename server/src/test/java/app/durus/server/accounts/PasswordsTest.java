package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void whatIsStoredNamesItsCostAndHasASaltOfItsOwn() {
    String hash = passwords.hash("كلمة السر").await();

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("كلمة السر").await()).isNotEqualTo(hash);
  }

  @Test
  void onlyThePasswordItselfMatches() {
    Optional<String> hash = Optional.of(passwords.hash("password é").await());

    assertThat(matches("password é", hash).await()).isTrue();
    assertThat(matches("password e\u0301", hash).await()).as("another keyboard").isTrue();
    assertThat(matches("password e", hash).await()).isFalse();
    assertThat(matches("Password é", hash).await()).isFalse();
    assertThat(matches("", hash).await()).isFalse();
  }

  @Test
  void nobodysPasswordNeverMatches() {
    assertThat(matches("password", Optional.empty()).await()).isFalse();
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    Optional<String> hash = Optional.of(passwords.hash("password").await());
    long known = fastestNanos(hash);
    long unknown = fastestNanos(Optional.empty());

    assertThat((double) unknown / known).isBetween(0.5, 2.0);
  }

  private static Future<Boolean> matches(String password, Optional<String> hash) {
    return passwords.matches(password, hash, Passwords.Line.EVERYBODY);
  }

  private static long fastestNanos(Optional<String> hash) {
    return IntStream.range(0, 8)
        .mapToLong(
            i -> {
              long start = System.nanoTime();
              matches("another word", hash).await();
              return System.nanoTime() - start;
            })
        .min()
        .orElseThrow();
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
  void lengthIsCountedInCharacters() {
    assertThat(Passwords.isAcceptable("🎧".repeat(7))).isFalse();
    assertThat(Passwords.isAcceptable("🎧".repeat(8))).isTrue();
    assertThat(Passwords.isAcceptable("🎧".repeat(256))).isTrue();
    assertThat(Passwords.isAcceptable("🎧".repeat(257))).isFalse();
    assertThat(Passwords.isAcceptable("password\uD83D")).isFalse();
  }

  @Test
  void pastItsBoundItRefusesAtOnceAndRecovers() {
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(passwords.hash("password " + i));
    }

    assertThat(all.subList(50, 60))
        .allSatisfy(
            refused ->
                assertThatThrownBy(refused::await).isInstanceOf(Passwords.TooBusyException.class));
    assertThat(all.subList(0, 50)).allSatisfy(done -> assertThat(done.await()).isNotEmpty());
    assertThat(passwords.hash("password").await()).isNotEmpty();
  }

  @Test
  void whoseDeviceIsKnownIsServedBeforeStrangersThatCameEarlier() {
    Optional<String> hash = Optional.of(passwords.hash("password").await());
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(matches("a guess", hash).onComplete(done -> ended.add("stranger")));
    }

    all.add(
        passwords
            .matches("password", hash, Passwords.Line.KNOWN_DEVICES)
            .onSuccess(matches -> ended.add("known " + matches)));
    Future.all(all).await();

    // Two were under way when it came, and two threads may tell in either order.
    assertThat(ended.subList(0, 5)).contains("known true");
  }

  @Test
  void strangersNeverKeepTheLineOfKnownDevicesFull() {
    Optional<String> hash = Optional.of(passwords.hash("password").await());
    List<Future<Boolean>> strangers =
        IntStream.range(0, 200).mapToObj(i -> matches("a guess", hash)).toList();
    assertThat(strangers.getLast().cause()).isInstanceOf(Passwords.TooBusyException.class);

    assertThat(passwords.matches("password", hash, Passwords.Line.KNOWN_DEVICES).await()).isTrue();
    strangers.stream().filter(one -> !one.failed()).forEach(one -> one.await());
  }
}

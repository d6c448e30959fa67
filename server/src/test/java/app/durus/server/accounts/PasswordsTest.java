package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    assertThat(passwords.matches("password é", hash).await()).isTrue();
    assertThat(passwords.matches("password e\u0301", hash).await()).as("another keyboard").isTrue();
    assertThat(passwords.matches("password e", hash).await()).isFalse();
    assertThat(passwords.matches("Password é", hash).await()).isFalse();
    assertThat(passwords.matches("", hash).await()).isFalse();
  }

  @Test
  void nobodysPasswordNeverMatches() {
    assertThat(passwords.matches("password", Optional.empty()).await()).isFalse();
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    Optional<String> hash = Optional.of(passwords.hash("password").await());
    long[] known = {Long.MAX_VALUE};
    long[] unknown = {Long.MAX_VALUE};
    // Of the fastest of each, which come closer to what they take the more there are.
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

  private static long nanos(Optional<String> hash) {
    long start = System.nanoTime();
    passwords.matches("another word", hash).await();
    return System.nanoTime() - start;
  }

  @Test
  void aHashOfAnotherCostStillMatches() {
    var cheaper =
        com.password4j.Argon2Function.getInstance(8_192, 1, 1, 32, com.password4j.types.Argon2.ID);
    String hash =
        com.password4j.Password.hash("password").addRandomSalt(16).with(cheaper).getResult();

    assertThat(passwords.matches("password", Optional.of(hash)).await()).isTrue();
    assertThat(passwords.matches("passwort", Optional.of(hash)).await()).isFalse();
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
    for (int i = 0; i < 40; i++) {
      all.add(passwords.hash("password " + i));
    }

    assertThat(all.subList(32, 40))
        .allSatisfy(
            refused ->
                assertThatThrownBy(refused::await).isInstanceOf(Passwords.TooBusyException.class));
    assertThat(all.subList(0, 32)).allSatisfy(done -> assertThat(done.await()).isNotEmpty());
    assertThat(passwords.hash("password").await()).isNotEmpty();
  }
}

package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceTokensTest {

  private static final AccountKey AISHA = AccountKey.of("aisha");
  private static final AccountKey BILAL = AccountKey.of("bilal");

  private final DeviceTokens tokens = new DeviceTokens(new byte[32]);

  @Test
  void aTokenIsValidForItsAccountOnly() {
    Optional<String> cookie = Optional.of(tokens.with(Optional.empty(), AISHA));

    assertThat(tokens.find(cookie, AISHA)).isEqualTo(cookie);
    assertThat(tokens.find(cookie, BILAL)).isEmpty();
    assertThat(tokens.find(Optional.empty(), AISHA)).isEmpty();
  }

  @Test
  void aTokenCannotBeForgedWithoutTheSecret() {
    byte[] guessed = new byte[32];
    guessed[0] = 1;
    Optional<String> forged = Optional.of(new DeviceTokens(guessed).with(Optional.empty(), AISHA));

    assertThat(tokens.find(forged, AISHA)).isEmpty();
    for (String anything : new String[] {"", ".", "A".repeat(43), "x".repeat(10_000), "ü.é"}) {
      assertThat(tokens.find(Optional.of(anything), AISHA)).isEmpty();
    }
  }

  @Test
  void eachDeviceGetsItsOwnToken() {
    assertThat(tokens.with(Optional.empty(), AISHA))
        .isNotEqualTo(tokens.with(Optional.empty(), AISHA));
  }

  @Test
  void aSharedDeviceIsRecognizedForTheLastFourAccounts() {
    Optional<String> cookie = Optional.empty();
    for (int i = 1; i <= 5; i++) {
      cookie = Optional.of(tokens.with(cookie, AccountKey.of("listener " + i)));
    }

    assertThat(tokens.find(cookie, AccountKey.of("listener 1"))).isEmpty();
    for (int i = 2; i <= 5; i++) {
      assertThat(tokens.find(cookie, AccountKey.of("listener " + i))).as("%d", i).isPresent();
    }
    assertThat(tokens.with(cookie, AccountKey.of("listener 5"))).isEqualTo(cookie.get());
  }
}

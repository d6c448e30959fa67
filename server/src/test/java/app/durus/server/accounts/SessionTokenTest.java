package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values of a cookie are read as a session's token. */
final class SessionTokenTest {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]");

  @Test
  void aRandomTokenIsReadBack() {
    SessionToken token = SessionToken.random();
    assertThat(SessionToken.of(token.text())).contains(token);
  }

  @Test
  void aLetterIsTakenOnlyWhenItIsUrlSafeBase64() {
    for (char letter = 0; letter < Character.MAX_VALUE; letter++) {
      String value = "a".repeat(20) + letter + "a".repeat(22);
      assertThat(SessionToken.of(value).isPresent())
          .as("letter %d", (int) letter)
          .isEqualTo(SHAPE.matcher(String.valueOf(letter)).matches());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 44, 1_000})
  void anyOtherLengthIsNoToken(int length) {
    assertThat(SessionToken.of("a".repeat(length))).isEmpty();
  }
}

package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakPasswordsTest {

  private static final ListenerName NAME = ListenerName.of("Abū Bakr-Yūnus").orElseThrow();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password", "Password", "PASSWORD123", "password!2024", "pass word", "12345678",
            "1234567890",
        "qwertyuiop", "iloveyou1", "aaaaaaaa", "ababababab", "........", "كلمة السر", "ｐａｓｓｗｏｒｄ",
        "abū bakr-yūnus", "AbūBakrYūnus", "Abū Bakr-Yūnus1!"
      })
  void whatOthersGuessIsWeak(String password) {
    assertThat(WeakPasswords.isWeak(password, NAME)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a long walk to the well",
        "mein password ist lang",
        "Tr0ub4dor&3",
        "ثلاثة أصول وأدلتها"
      })
  void whatTheyDoNotIsNot(String password) {
    assertThat(WeakPasswords.isWeak(password, NAME)).isFalse();
  }
}

package app.durus.server.accounts.email;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountCode;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTextsTest {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  private static List<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  @Test
  void theLanguagesHaveTheSameTextsWithTheSamePlaceholders() {
    ResourceBundle english = EmailTexts.texts("en");
    ResourceBundle arabic = EmailTexts.texts("ar");
    assertThat(arabic.keySet()).isEqualTo(english.keySet());
    for (String key : english.keySet()) {
      assertThat(placeholders(arabic.getString(key)))
          .as(key)
          .isEqualTo(placeholders(english.getString(key)));
      assertThat(arabic.getString(key)).as(key).isNotEqualTo(english.getString(key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "", "../secret", "a language"})
  void anotherLanguageGetsEnglish(String language) {
    assertThat(EmailTexts.texts(language).getString("reset.subject"))
        .isEqualTo("A new password for Salafi Durus");
  }

  @Test
  void aNameWithBracesStaysWhatItIs() {
    EmailStore.Recipient to =
        new EmailStore.Recipient(
            UUID.randomUUID(), "{code} $1 {nothing}", new EmailAddress("a@durus.example"));
    AccountCode code = AccountCode.random();
    assertThat(new EmailTexts("https://durus.example").passwordReset(to, code, "en").text())
        .contains("{code} $1 {nothing}")
        .contains("https://durus.example/sign-in?code=" + code.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"umar@durus.example", " a+b@localhost ", "o'brien@x.y.example"})
  void anAddressIsReadAsAPersonWritesIt(String written) {
    assertThat(EmailAddress.of(written).map(EmailAddress::text)).contains(written.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "umar",
        "@durus.example",
        "umar@",
        "umar@durus..example",
        "a b@durus.example",
        "umar@durus.example\r\nBcc: b@durus.example",
        "umar@durus.example, b@durus.example",
        "Umar <umar@durus.example>",
        "عمر@durus.example"
      })
  void whatIsNoAddressIsRefused(String written) {
    assertThat(EmailAddress.of(written)).isEqualTo(Optional.empty());
  }

  @Test
  void anAddressHasAtMost254Characters() {
    String domain = ".example".repeat(31);
    assertThat(EmailAddress.of("umar@a" + domain)).isPresent();
    assertThat(EmailAddress.of("umar@abc" + domain)).isEmpty();
  }
}

package app.durus.server.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.email.EmailSettings;
import app.durus.server.accounts.email.EmailSettings.Login;
import app.durus.server.accounts.email.EmailSettings.Security;
import app.durus.server.startup.StartupFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSettingsTest {

  private static final Map<String, String> NEEDED =
      Map.of(
          "SMTP_HOST", "mail.example",
          "SMTP_FROM", "app@durus.example",
          "PUBLIC_URL", "https://durus.example/");

  private static Optional<EmailSettings> with(String... further) {
    Map<String, String> environment = new HashMap<>(NEEDED);
    environment.put("DATA_DIR", "data");
    for (int i = 0; i < further.length; i += 2) {
      environment.put(further[i], further[i + 1]);
    }
    return Configuration.from(environment).email();
  }

  private static void refused(String message, String... further) {
    assertThatThrownBy(() -> with(further))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(message);
  }

  @Test
  void noEmailIsSentUnlessThereIsAMailServer() {
    assertThat(Configuration.from(Map.of("DATA_DIR", "data")).email()).isEmpty();
    assertThat(with("SMTP_HOST", "", "SMTP_FROM", "")).isEmpty();
    refused("SMTP_HOST is missing: SMTP_FROM is about it", "SMTP_HOST", "");
  }

  @Test
  void theConnectionIsEncryptedUnlessSaidOtherwise() {
    assertThat(with())
        .contains(
            new EmailSettings(
                "mail.example",
                587,
                Security.STARTTLS,
                Optional.empty(),
                new EmailAddress("app@durus.example"),
                "https://durus.example"));
  }

  @ParameterizedTest
  @CsvSource({"starttls,587", "tls,465", "none,25"})
  void thePortFollowsTheProtection(String security, int port) {
    assertThat(with("SMTP_SECURITY", security).orElseThrow().port()).isEqualTo(port);
    assertThat(with("SMTP_SECURITY", security, "SMTP_PORT", "2525").orElseThrow().port())
        .isEqualTo(2525);
  }

  @Test
  void aPasswordIsNeverSentInClearTextOverANetwork() {
    String[] login = {"SMTP_USER", "app", "SMTP_PASSWORD", "secret", "SMTP_SECURITY", "none"};
    refused("SMTP_SECURITY=none would show SMTP_PASSWORD", login);
    String[] here = {
      "SMTP_USER", "app", "SMTP_PASSWORD", "secret", "SMTP_SECURITY", "none", "SMTP_HOST", "::1"
    };
    assertThat(with(here).orElseThrow().login()).contains(new Login("app", "secret"));
    assertThat(with(here).orElseThrow().toString()).doesNotContain("secret");
  }

  @Test
  void whatBelongsTogetherMustBeSetTogether() {
    refused("SMTP_PASSWORD is missing", "SMTP_USER", "app");
    refused("SMTP_USER is missing", "SMTP_PASSWORD", "secret");
    refused("SMTP_FROM is missing", "SMTP_FROM", "");
    refused("PUBLIC_URL is missing", "PUBLIC_URL", "");
    refused(
        "SMTP_HOST is of no use with LOCAL_ACCOUNTS=off",
        "LOCAL_ACCOUNTS",
        "off",
        "OPENID_ISSUER",
        "https://login.example",
        "OPENID_CLIENT_ID",
        "durus",
        "OPENID_CLIENT_SECRET",
        "secret");
  }

  @Test
  void malformedValuesAreRefused() {
    refused("SMTP_FROM is no e-mail address", "SMTP_FROM", "Umar <app@durus.example>");
    refused("SMTP_SECURITY is neither", "SMTP_SECURITY", "ssl");
    refused("SMTP_PORT is not between", "SMTP_PORT", "0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"durus.example", "ftp://durus.example", "https://a@durus.example", "https://x/?a"})
  void whatIsNoAddressOfTheAppIsRefused(String address) {
    refused("PUBLIC_URL is no address", "PUBLIC_URL", address);
  }

  @Test
  void theAddressOfTheAppIsHttpsAndHasTheBasePath() {
    refused("PUBLIC_URL must begin with https://", "PUBLIC_URL", "http://durus.example");
    assertThat(with("PUBLIC_URL", "http://localhost:8080").orElseThrow().appAddress())
        .isEqualTo("http://localhost:8080");
    refused("PUBLIC_URL must end with BASE_PATH, /app", "BASE_PATH", "/app");
    refused("which is not set", "PUBLIC_URL", "https://durus.example/app");
    assertThat(
            with("BASE_PATH", "app/", "PUBLIC_URL", "https://durus.example/app/")
                .orElseThrow()
                .appAddress())
        .isEqualTo("https://durus.example/app");
  }
}

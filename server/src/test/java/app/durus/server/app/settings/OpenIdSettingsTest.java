package app.durus.server.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.startup.StartupFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenIdSettingsTest {

  private static final Map<String, String> PROVIDER =
      Map.of(
          "OPENID_ISSUER", "https://login.example/realms/a/",
          "OPENID_CLIENT_ID", "durus",
          "OPENID_CLIENT_SECRET", "secret");

  private static Configuration with(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("DATA_DIR", "data");
    return Configuration.from(environment);
  }

  @Test
  void theProviderIsOffUnlessItIsSet() {
    assertThat(with(Map.of()).openId()).isEmpty();
    assertThat(with(Map.of()).localAccounts()).isTrue();
  }

  @Test
  void theIssuerHasNoSlashAtItsEnd() {
    assertThat(with(PROVIDER).openId())
        .contains(
            new OpenIdSettings("https://login.example/realms/a", "durus", "secret", "OpenID"));
    assertThat(with(PROVIDER).openId().orElseThrow().toString()).doesNotContain("secret");
  }

  @Test
  void whatBelongsTogetherMustBeSetTogether() {
    for (String missing : PROVIDER.keySet()) {
      Map<String, String> partly = new HashMap<>(PROVIDER);
      partly.remove(missing);
      assertThatThrownBy(() -> with(partly))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("belong together");
    }
  }

  @Test
  void somebodyMustBeAbleToSignIn() {
    assertThatThrownBy(() -> with(Map.of("LOCAL_ACCOUNTS", "off")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("OPENID_ISSUER");
    Map<String, String> alone = new HashMap<>(PROVIDER);
    alone.put("LOCAL_ACCOUNTS", "off");
    assertThat(with(alone).localAccounts()).isFalse();
  }

  @Test
  void anIssuerIsAnAddress() {
    Map<String, String> wrong = new HashMap<>(PROVIDER);
    wrong.put("OPENID_ISSUER", "login.example");
    assertThatThrownBy(() -> with(wrong))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("OPENID_ISSUER");
  }
}

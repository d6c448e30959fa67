package app.durus.server.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.startup.StartupFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static Configuration withIssuer(String issuer) {
    Map<String, String> settings = new HashMap<>(PROVIDER);
    settings.put("OPENID_ISSUER", issuer);
    return with(settings);
  }

  @Test
  void whatBelongsTogetherMustBeSetTogether() {
    for (String missing : PROVIDER.keySet()) {
      Map<String, String> partly = new HashMap<>(PROVIDER);
      partly.remove(missing);
      assertThatThrownBy(() -> with(partly))
          .isInstanceOf(StartupFailure.class)
          .hasMessageStartingWith(missing + " is missing")
          .hasMessageContaining("belong together");
    }
    assertThatThrownBy(() -> with(Map.of("OPENID_CLIENT_ID", "durus")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageStartingWith("OPENID_ISSUER and OPENID_CLIENT_SECRET are missing");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login.example",
        "https://",
        "//login.example",
        "ftp://login.example",
        "https:///realms/a",
        "https://login.example/?a=b",
        "https://login.example/a b",
        "https://user:password@login.example",
      })
  void anIssuerIsAnAddress(String issuer) {
    assertThatThrownBy(() -> withIssuer(issuer))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("OPENID_ISSUER is no address of a provider");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.well-known/openid-configuration",
        "/.well-known/openid-configuration/",
        "//.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
      })
  void theAddressOfADescriptionIsNoIssuer(String path) {
    assertThatThrownBy(() -> withIssuer("https://login.example/realms/a" + path))
        .isInstanceOf(StartupFailure.class)
        .hasMessage(
            "OPENID_ISSUER is the address before /.well-known: set it to"
                + " https://login.example/realms/a");
  }

  @Test
  void onlyThisMachineIsAskedWithoutEncryption() {
    for (String here : List.of("127.0.0.1:9000", "localhost:9000/a", "[::1]:9000", "LOCALHOST")) {
      assertThat(withIssuer("http://" + here).openId()).isPresent();
    }
    for (String elsewhere : List.of("login.example", "10.0.0.1", "localhost.example")) {
      assertThatThrownBy(() -> withIssuer("http://" + elsewhere + "/a"))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("OPENID_ISSUER must begin with https://");
    }
  }
}

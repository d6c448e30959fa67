package app.durus.server.app.settings;

import static app.durus.server.app.settings.Setting.OPENID_CLIENT_ID;
import static app.durus.server.app.settings.Setting.OPENID_CLIENT_SECRET;
import static app.durus.server.app.settings.Setting.OPENID_ISSUER;
import static app.durus.server.app.settings.Setting.OPENID_NAME;

import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.startup.StartupFailure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of the OpenID Connect provider. */
final class OpenIdValues {

  private static final List<Setting> NEEDED =
      List.of(OPENID_ISSUER, OPENID_CLIENT_ID, OPENID_CLIENT_SECRET);

  /** What discovery adds to an issuer, which operators copy with it. */
  private static final Pattern DESCRIPTION = Pattern.compile("(.*?)/+\\.well-known(/.*)?");

  private OpenIdValues() {}

  /**
   * @return empty without a provider
   * @throws StartupFailure when a setting is missing or malformed
   */
  static Optional<OpenIdSettings> read(SettingValues values) {
    List<Setting> missing =
        NEEDED.stream().filter(setting -> values.given(setting).isEmpty()).toList();
    if (missing.size() == NEEDED.size()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new StartupFailure(
          String.join(" and ", missing.stream().map(Setting::name).toList())
              + (missing.size() == 1 ? " is" : " are")
              + " missing: OPENID_ISSUER, OPENID_CLIENT_ID and OPENID_CLIENT_SECRET belong"
              + " together");
    }
    return Optional.of(
        new OpenIdSettings(
            issuer(values.text(OPENID_ISSUER)),
            values.text(OPENID_CLIENT_ID),
            values.text(OPENID_CLIENT_SECRET),
            values.text(OPENID_NAME)));
  }

  private static String issuer(String address) {
    URI uri = uri(address);
    Matcher description = DESCRIPTION.matcher(address);
    if (description.matches()) {
      throw new StartupFailure(
          "OPENID_ISSUER is the address before /.well-known: set it to " + description.group(1));
    }
    // The secret and the keys of the provider would cross the network as anybody can read and
    // change them.
    if (uri.getScheme().equals("http") && !ThisMachine.isNamed(uri.getHost())) {
      throw new StartupFailure(
          "OPENID_ISSUER must begin with https:// unless the provider is on this machine: "
              + address);
    }
    return address.replaceFirst("/$", "");
  }

  private static URI uri(String address) {
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new StartupFailure(noAddress(), e);
    }
    throw new StartupFailure(noAddress());
  }

  /** Without the text, which may have a password in it. */
  private static String noAddress() {
    return "OPENID_ISSUER is no address of a provider, such as https://login.example/realms/a";
  }
}

package app.durus.server.app.settings;

import static app.durus.server.app.settings.Setting.BASE_PATH;
import static app.durus.server.app.settings.Setting.LOCAL_ACCOUNTS;
import static app.durus.server.app.settings.Setting.PUBLIC_URL;
import static app.durus.server.app.settings.Setting.SMTP_FROM;
import static app.durus.server.app.settings.Setting.SMTP_HOST;
import static app.durus.server.app.settings.Setting.SMTP_PASSWORD;
import static app.durus.server.app.settings.Setting.SMTP_PORT;
import static app.durus.server.app.settings.Setting.SMTP_SECURITY;
import static app.durus.server.app.settings.Setting.SMTP_USER;

import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.email.EmailSettings;
import app.durus.server.accounts.email.EmailSettings.Login;
import app.durus.server.accounts.email.EmailSettings.Security;
import app.durus.server.http.BasePath;
import app.durus.server.startup.StartupFailure;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads the settings of the mail server. */
final class EmailValues {

  private static final int MAX_PORT = 65_535;

  /** What is of no use without a mail server. */
  private static final List<Setting> FURTHER =
      List.of(SMTP_PORT, SMTP_SECURITY, SMTP_USER, SMTP_PASSWORD, SMTP_FROM);

  private EmailValues() {}

  /**
   * @return empty without a mail server
   * @throws StartupFailure when a setting is missing or malformed
   */
  static Optional<EmailSettings> read(SettingValues values) {
    Optional<String> host = values.given(SMTP_HOST);
    if (host.isEmpty()) {
      FURTHER.stream()
          .filter(setting -> values.given(setting).isPresent())
          .findFirst()
          .ifPresent(
              setting -> {
                throw new StartupFailure("SMTP_HOST is missing: " + setting + " is about it");
              });
      return Optional.empty();
    }
    if (!values.isOn(LOCAL_ACCOUNTS)) {
      throw new StartupFailure(
          "SMTP_HOST is of no use with LOCAL_ACCOUNTS=off: there are no passwords to forget");
    }
    Security security = security(values.text(SMTP_SECURITY));
    Optional<Login> login = login(values);
    if (security == Security.NONE && login.isPresent() && !ThisMachine.isNamed(host.get())) {
      throw new StartupFailure(
          "SMTP_SECURITY=none would show SMTP_PASSWORD to the network: only a mail server on this"
              + " machine can be used so");
    }
    return Optional.of(
        new EmailSettings(
            host.get(), port(values, security), security, login, from(values), appAddress(values)));
  }

  private static Security security(String text) {
    return switch (text) {
      case "starttls" -> Security.STARTTLS;
      case "tls" -> Security.TLS;
      case "none" -> Security.NONE;
      default ->
          throw new StartupFailure("SMTP_SECURITY is neither starttls nor tls nor none: " + text);
    };
  }

  private static int port(SettingValues values, Security security) {
    if (values.given(SMTP_PORT).isPresent()) {
      return values.number(SMTP_PORT, 1, MAX_PORT);
    }
    return switch (security) {
      case STARTTLS -> 587;
      case TLS -> 465;
      case NONE -> 25;
    };
  }

  private static Optional<Login> login(SettingValues values) {
    Optional<String> user = values.given(SMTP_USER);
    Optional<String> password = values.given(SMTP_PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      throw new StartupFailure(
          (user.isEmpty() ? SMTP_USER : SMTP_PASSWORD)
              + " is missing: SMTP_USER and SMTP_PASSWORD belong together");
    }
    return user.map(name -> new Login(name, password.get()));
  }

  private static EmailAddress from(SettingValues values) {
    String text = needed(values, SMTP_FROM);
    return EmailAddress.of(text)
        .orElseThrow(() -> new StartupFailure("SMTP_FROM is no e-mail address: " + text));
  }

  private static String needed(SettingValues values, Setting setting) {
    return values
        .given(setting)
        .orElseThrow(() -> new StartupFailure(setting + " is missing: SMTP_HOST needs it"));
  }

  private static String appAddress(SettingValues values) {
    String text = needed(values, PUBLIC_URL).replaceFirst("/+$", "");
    URI uri = uri(text);
    // The app itself starts in no other way; and whoever has a link's code has the account.
    if (uri.getScheme().equals("http") && !ThisMachine.isNamed(uri.getHost())) {
      throw new StartupFailure(
          "PUBLIC_URL must begin with https:// unless it is this machine: " + text);
    }
    String path = BasePath.parse(values.text(BASE_PATH)).path();
    if (!uri.getPath().equals(path)) {
      throw new StartupFailure(
          "PUBLIC_URL must end with BASE_PATH, "
              + (path.isEmpty() ? "which is not set" : path)
              + ": "
              + text);
    }
    return text;
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new StartupFailure(noAddress(text), e);
    }
    throw new StartupFailure(noAddress(text));
  }

  private static String noAddress(String text) {
    return "PUBLIC_URL is no address such as https://durus.example: " + text;
  }
}

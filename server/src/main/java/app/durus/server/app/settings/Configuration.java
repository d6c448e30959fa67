package app.durus.server.app.settings;

import static app.durus.server.app.settings.Setting.ACCESS_LOG;
import static app.durus.server.app.settings.Setting.BASE_PATH;
import static app.durus.server.app.settings.Setting.DATABASE_ACCOUNT;
import static app.durus.server.app.settings.Setting.DATABASE_URL;
import static app.durus.server.app.settings.Setting.DATABASE_WAIT_SECONDS;
import static app.durus.server.app.settings.Setting.DATA_DIR;
import static app.durus.server.app.settings.Setting.DRAIN_SECONDS;
import static app.durus.server.app.settings.Setting.GROUP_COMMIT;
import static app.durus.server.app.settings.Setting.HOST;
import static app.durus.server.app.settings.Setting.KEEP_REPLACED_DAYS;
import static app.durus.server.app.settings.Setting.LOCAL_ACCOUNTS;
import static app.durus.server.app.settings.Setting.LOG_FORMAT;
import static app.durus.server.app.settings.Setting.MAX_CONNECTIONS;
import static app.durus.server.app.settings.Setting.MAX_CONNECTIONS_PER_ADDRESS;
import static app.durus.server.app.settings.Setting.METRICS_HOST;
import static app.durus.server.app.settings.Setting.METRICS_PORT;
import static app.durus.server.app.settings.Setting.OPENID_ISSUER;
import static app.durus.server.app.settings.Setting.PORT;
import static app.durus.server.app.settings.Setting.SIGN_UP;
import static app.durus.server.app.settings.Setting.TLS_CERTIFICATE;
import static app.durus.server.app.settings.Setting.TLS_KEY;
import static app.durus.server.app.settings.Setting.TRUSTED_PROXIES;

import app.durus.server.accounts.SignUpPolicy;
import app.durus.server.accounts.email.EmailSettings;
import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.http.BasePath;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.startup.StartupFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator has set ({@link Setting}), checked.
 *
 * @param host {@code HOST}: the IPv4 or IPv6 address where the app is served; by default every
 *     address
 * @param port {@code PORT}, by default 8080
 * @param basePath {@code BASE_PATH}, by default the root: the path below which the app is served
 * @param data {@code DATA_DIR}, by default a folder of the user: the embedded database and the
 *     audio
 * @param database {@code DATABASE_URL}; empty for the embedded database
 * @param databaseAccount {@code DATABASE_ACCOUNT}: the system account that the embedded PostgreSQL
 *     runs under when this process is root's; empty to choose one
 * @param databaseWait {@code DATABASE_WAIT_SECONDS}, by default 60: how long the start waits for an
 *     external database that is not reachable yet
 * @param tls {@code TLS_CERTIFICATE} and {@code TLS_KEY}; empty to serve plain HTTP
 * @param signUp {@code SIGN_UP}, by default everybody: who may make an account
 * @param localAccounts {@code LOCAL_ACCOUNTS}, by default {@code on}: whether listeners sign in
 *     with a name and a password
 * @param openId {@code OPENID_ISSUER} and what belongs to it; empty without a provider
 * @param email {@code SMTP_HOST} and what belongs to it; empty when this server sends no e-mail
 * @param metrics {@code METRICS_PORT}, by default 9091; empty when {@code off}
 * @param groupCommit {@code GROUP_COMMIT}, by default {@code on}: whether listeners' pushes share
 *     transactions
 * @param keepReplaced {@code KEEP_REPLACED_DAYS}, by default 90: how long a replaced recording can
 *     still be downloaded
 * @param proxies {@code TRUSTED_PROXIES}, by default this machine: whose forwarded headers are
 *     believed
 * @param drain {@code DRAIN_SECONDS}, by default none: how long a server that is told to stop
 *     serves on
 * @param log {@code LOG_FORMAT} and {@code ACCESS_LOG}, by default text, and no line for a request
 * @param limits {@code MAX_CONNECTIONS} and {@code MAX_CONNECTIONS_PER_ADDRESS}, by default by the
 *     size of the heap, and the other limits
 */
public record Configuration(
    String host,
    int port,
    BasePath basePath,
    DataFolder data,
    Optional<DatabaseAddress> database,
    Optional<String> databaseAccount,
    Duration databaseWait,
    Optional<TlsFiles> tls,
    SignUpPolicy signUp,
    boolean localAccounts,
    Optional<OpenIdSettings> openId,
    Optional<EmailSettings> email,
    Optional<Metrics> metrics,
    boolean groupCommit,
    Duration keepReplaced,
    TrustedProxies proxies,
    Duration drain,
    Log log,
    HttpLimits limits) {

  /** Includes IPv6 where the machine has it. */
  public static final String EVERY_ADDRESS = "0.0.0.0";

  private static final int MAX_PORT = 65_535;

  /** Whoever stops a server waits for it. */
  private static final int MAX_DRAIN_SECONDS = 600;

  /**
   * Where the metrics are served.
   *
   * @param host {@code METRICS_HOST}, by default this machine only
   * @param chosen whether the operator set the port. Then it must be free; else the server starts
   *     without metrics when it is taken
   */
  public record Metrics(String host, int port, boolean chosen) {}

  /**
   * What is logged, and how.
   *
   * @param json whether a line is a JSON object
   * @param access whether each request gets a line
   */
  public record Log(boolean json, boolean access) {}

  /**
   * @param environment the variables of the process. {@code CONFIG_FILE} names the configuration
   *     file; a variable holds against a line of that file
   * @throws StartupFailure when a value is malformed, or the file is
   */
  public static Configuration from(Map<String, String> environment) {
    SettingValues values = SettingValues.read(environment);
    return new Configuration(
        values.text(HOST),
        values.number(PORT, 0, MAX_PORT),
        basePath(values.text(BASE_PATH)),
        DataFolder.of(
            values.given(DATA_DIR), environment, System.getProperty("user.name"), Path.of("")),
        values.given(DATABASE_URL).map(DatabaseAddress::parse),
        values.given(DATABASE_ACCOUNT),
        Duration.ofSeconds(values.number(DATABASE_WAIT_SECONDS, 0, Integer.MAX_VALUE)),
        tls(values),
        signUp(values.text(SIGN_UP)),
        localAccounts(values),
        OpenIdValues.read(values),
        EmailValues.read(values),
        metrics(values),
        values.isOn(GROUP_COMMIT),
        Duration.ofDays(values.number(KEEP_REPLACED_DAYS, 0, Integer.MAX_VALUE)),
        proxies(values.text(TRUSTED_PROXIES)),
        Duration.ofSeconds(values.number(DRAIN_SECONDS, 0, MAX_DRAIN_SECONDS)),
        log(values),
        limits(values));
  }

  /** Absolute. */
  public Path dataFolder() {
    return data.path();
  }

  /** The folder of recordings, by the hash of their content. */
  public Path audioFolder() {
    return dataFolder().resolve("audio");
  }

  /** The folder of pictures, by the hash of their content. */
  public Path coversFolder() {
    return dataFolder().resolve("covers");
  }

  /** The folder of the catalogue's snapshots. */
  public Path snapshotsFolder() {
    return dataFolder().resolve("catalogue");
  }

  private static Optional<TlsFiles> tls(SettingValues values) {
    Optional<Path> certificate = values.path(TLS_CERTIFICATE);
    Optional<Path> key = values.path(TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new StartupFailure(
          (key.isEmpty() ? TLS_KEY : TLS_CERTIFICATE)
              + " is missing: TLS_CERTIFICATE and TLS_KEY belong together");
    }
    return certificate.map(chain -> new TlsFiles(chain, key.get()));
  }

  private static SignUpPolicy signUp(String text) {
    return switch (text) {
      case "open" -> SignUpPolicy.OPEN;
      case "invitation" -> SignUpPolicy.INVITATION;
      case "closed" -> SignUpPolicy.CLOSED;
      default ->
          throw new StartupFailure("SIGN_UP is neither open nor invitation nor closed: " + text);
    };
  }

  private static boolean localAccounts(SettingValues values) {
    boolean local = values.isOn(LOCAL_ACCOUNTS);
    if (!local && values.given(OPENID_ISSUER).isEmpty()) {
      throw new StartupFailure(
          "LOCAL_ACCOUNTS=off needs OPENID_ISSUER: nobody could sign in otherwise");
    }
    return local;
  }

  private static Optional<Metrics> metrics(SettingValues values) {
    return values.text(METRICS_PORT).equals(SettingValues.OFF)
        ? Optional.empty()
        : Optional.of(
            new Metrics(
                values.text(METRICS_HOST),
                values.number(METRICS_PORT, 0, MAX_PORT),
                values.given(METRICS_PORT).isPresent()));
  }

  private static BasePath basePath(String text) {
    try {
      return BasePath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure("BASE_PATH: " + e.getMessage(), e);
    }
  }

  private static TrustedProxies proxies(String list) {
    try {
      return TrustedProxies.parse(list);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure("TRUSTED_PROXIES: " + e.getMessage(), e);
    }
  }

  private static Log log(SettingValues values) {
    boolean json =
        switch (values.text(LOG_FORMAT)) {
          case "text" -> false;
          case "json" -> true;
          case String other ->
              throw new StartupFailure("LOG_FORMAT is neither text nor json: " + other);
        };
    return new Log(json, values.isOn(ACCESS_LOG));
  }

  private static HttpLimits limits(SettingValues values) {
    HttpLimits limits = HttpLimits.forThisProcess();
    if (values.given(MAX_CONNECTIONS).isPresent()) {
      limits = limits.withConnections(values.number(MAX_CONNECTIONS, 1, Integer.MAX_VALUE));
    }
    return values.given(MAX_CONNECTIONS_PER_ADDRESS).isPresent()
        ? limits.withConnectionsPerAddress(
            values.number(MAX_CONNECTIONS_PER_ADDRESS, 1, Integer.MAX_VALUE))
        : limits;
  }

  /**
   * A path that the operator named.
   *
   * @param what the path's meaning, which begins the message of a failure
   * @throws StartupFailure when Java cannot read the name: under an ASCII locale, any name outside
   *     of ASCII
   */
  public static Path path(String what, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new StartupFailure(
          what
              + " has a name that cannot be read in this system's locale: set LC_ALL=C.UTF-8, or"
              + " give it a name in ASCII",
          e);
    }
  }
}

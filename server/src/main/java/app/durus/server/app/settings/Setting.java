package app.durus.server.app.settings;

/**
 * What an operator can set, by an environment variable or a line of the configuration file. The
 * name of each constant is the name of the variable.
 */
public enum Setting {
  PORT("8080", "the port where the app is served"),
  HOST(
      Configuration.EVERY_ADDRESS,
      "the address where the app is served; 0.0.0.0 is every address of this machine, IPv6"
          + " included"),
  BASE_PATH(
      "/",
      "the path below which the app is served, such as /durus; a proxy passes it on unchanged"),
  DATA_DIR(
      "",
      "the folder of the audio and the embedded database; unless set, the folder data of the"
          + " working directory if a former version made it, else ~/.local/share/salafi-durus"
          + " (root: /var/lib/salafi-durus)"),
  DATABASE_URL(
      "",
      "postgresql://user:password@host:port/database, instead of the embedded database, with"
          + " libpq's options: ?sslmode=verify-full&sslrootcert=/etc/ca.pem&search_path=durus"),
  DATABASE_WAIT_SECONDS(
      "60", "how long the start waits until the database of DATABASE_URL is there"),
  DATABASE_ACCOUNT("nobody", "under root, the account that the embedded PostgreSQL runs under"),
  TLS_CERTIFICATE(
      "",
      "a PEM file with the certificate of this server and the chain behind it; the app is then"
          + " served by HTTPS. A file that changes is read again while the server runs"),
  TLS_KEY("", "a PEM file with the private key of TLS_CERTIFICATE"),
  SIGN_UP(
      "open",
      "who may make an account: open (everybody), invitation (whoever has a code of account"
          + " invite), or closed (nobody)"),
  LOCAL_ACCOUNTS(
      "on",
      "on or off: whether listeners sign in with a name and a password; off needs OPENID_ISSUER"),
  OPENID_ISSUER(
      "",
      "the address of an OpenID Connect provider with which listeners sign in, as it names itself;"
          + " https unless it is on this machine. Register <address of this app>/openid/callback"
          + " there"),
  OPENID_CLIENT_ID("", "the name of this app at OPENID_ISSUER"),
  OPENID_CLIENT_SECRET("", "the secret of OPENID_CLIENT_ID"),
  OPENID_NAME("OpenID", "how the app calls OPENID_ISSUER: Sign in with <name>"),
  SMTP_HOST(
      "",
      "a mail server: listeners can then confirm an e-mail address, and get a code for a forgotten"
          + " password there. Needs SMTP_FROM and PUBLIC_URL"),
  SMTP_PORT("", "the port of SMTP_HOST; unless set, 587 with starttls, 465 with tls, 25 with none"),
  SMTP_SECURITY(
      "starttls",
      "starttls, tls or none: how the connection to SMTP_HOST is protected; none only without a"
          + " password, or on this machine"),
  SMTP_USER("", "the user at SMTP_HOST, where it asks for one"),
  SMTP_PASSWORD("", "the password of SMTP_USER"),
  SMTP_FROM("", "the address that e-mails of this app come from"),
  PUBLIC_URL(
      "",
      "the address at which listeners open this app, such as https://durus.example, BASE_PATH"
          + " included; links in e-mails begin with it"),
  METRICS_PORT("9091", "the port where Prometheus reads /metrics, or off"),
  METRICS_HOST("127.0.0.1", "the address of /metrics; by default only this machine reads it"),
  KEEP_REPLACED_DAYS(
      "90", "for how many days a recording that was replaced can still be downloaded"),
  GROUP_COMMIT("on", "on or off: whether pushes of several listeners share a transaction"),
  TRUSTED_PROXIES(
      "127.0.0.1, ::1",
      "addresses and ranges, separated by commas, whose X-Forwarded-For, -Proto and -Host or"
          + " Forwarded are believed"),
  DRAIN_SECONDS(
      "0",
      "for how long a server that is told to stop says so on /health/ready and serves on; set it"
          + " above the interval of a load balancer's checks"),
  LOG_FORMAT("text", "text or json: how a line of the log is written"),
  ACCESS_LOG(
      "off",
      "on or off: whether the log has a line for each request, with the address of who asked"),
  MAX_CONNECTIONS(
      "",
      "the largest number of connections; unless set, one for each 64 KiB of heap, from 1024 to"
          + " 16384"),
  MAX_CONNECTIONS_PER_ADDRESS(
      "",
      "the same for one address; unless set, an eighth of MAX_CONNECTIONS. A trusted proxy may"
          + " have more; each client behind it may have as many requests under way");

  private final String defaultText;
  private final String meaning;

  Setting(String defaultText, String meaning) {
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** Empty when there is none, or when it depends on the machine; {@link #meaning} says which. */
  public String defaultText() {
    return defaultText;
  }

  /** For the operator: a phrase that begins with a small letter. */
  public String meaning() {
    return meaning;
  }
}

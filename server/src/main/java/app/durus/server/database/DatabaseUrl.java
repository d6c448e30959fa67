package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import io.vertx.pgclient.SslMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code DATABASE_URL} as libpq reads its addresses: {@code
 * postgresql://user:password@host:port,host:port/database?option=value&…}, each part
 * percent-encoded, an IPv6 address in brackets. Messages never contain the password.
 */
final class DatabaseUrl {

  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
              + "(?<hosts>[^/?@]*)"
              + "(?:/(?<database>[^?/]*))?(?:\\?(?<options>.*))?");

  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*)(?::(?<port>\\d*))?");

  /** Options of libpq that are ignored: the server sets its own, or needs none. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "application_name",
          "fallback_application_name",
          "client_encoding",
          "connect_timeout",
          "gssencmode",
          "keepalives",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "sslcompression",
          "sslsni");

  private static final String DEFAULT_HOST = "localhost";
  private static final String DEFAULT_PORT = "5432";
  private static final String SETTING_NAME = "[A-Za-z_][A-Za-z0-9_.]*";
  private static final Pattern SETTING =
      Pattern.compile("(?:-c\\s*|--)(" + SETTING_NAME + ")=((?:\\\\.|\\S)*)(?:\\s+|$)");

  private final Map<String, String> parts = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  private DatabaseUrl() {}

  /**
   * @throws StartupFailure when it has another form or an unknown option
   */
  static DatabaseAddress parse(String url) {
    Matcher matcher = FORM.matcher(url.strip());
    if (!matcher.matches()) {
      throw otherForm();
    }
    return new DatabaseUrl().read(matcher);
  }

  private static StartupFailure otherForm() {
    return new StartupFailure(
        "DATABASE_URL is not of the form postgresql://user:password@host:port/database;"
            + " special characters in its parts are percent-encoded");
  }

  private DatabaseAddress read(Matcher matcher) {
    for (String part : List.of("user", "password", "database")) {
      String text = matcher.group(part);
      if (text != null && !text.isEmpty()) {
        parts.put(part, decoded(part, text));
      }
    }
    takeHosts(matcher.group("hosts"));
    String options = matcher.group("options");
    for (String option : options == null ? List.<String>of() : List.of(options.split("&"))) {
      if (!option.isEmpty()) {
        String[] pair = option.split("=", 2);
        if (pair.length < 2) {
          throw new StartupFailure("DATABASE_URL has an option without a value: " + pair[0]);
        }
        take(pair[0], decoded(pair[0], pair[1]));
      }
    }
    String user = parts.getOrDefault("user", System.getProperty("user.name"));
    return new DatabaseAddress(
        hosts(),
        parts.getOrDefault("database", user),
        user,
        parts.getOrDefault("password", ""),
        new DatabaseTls(mode(), rootCertificate()),
        settings);
  }

  private void take(String name, String value) {
    switch (name) {
      case "host", "port", "user", "password", "sslmode", "sslrootcert" -> parts.put(name, value);
      case "dbname" -> parts.put("database", value);
      case "search_path" -> settings.put(name, value);
      case "options" -> takeSettings(value);
      case "target_session_attrs" -> requireOneOf(name, value, "any", "read-write", "primary");
      case "channel_binding" -> requireOneOf(name, value, "prefer", "disable");
      default -> {
        if (!WITHOUT_EFFECT.contains(name)) {
          throw new StartupFailure(
              "DATABASE_URL has an unknown option: "
                  + name
                  + "; docs/operations.md lists the options");
        }
      }
    }
  }

  private static void requireOneOf(String name, String value, String... known) {
    if (!List.of(known).contains(value)) {
      throw new StartupFailure("DATABASE_URL: " + name + "=" + value + " is not supported");
    }
  }

  /** {@code -c name=value --name=value}, a space within a value is escaped by a backslash. */
  private void takeSettings(String text) {
    Matcher setting = SETTING.matcher(text.strip());
    List<String> names = new ArrayList<>();
    int end = 0;
    while (setting.find() && setting.start() == end) {
      end = setting.end();
      names.add(setting.group(1));
      settings.put(setting.group(1), setting.group(2).replaceAll("\\\\(.)", "$1"));
    }
    if (names.isEmpty() || end < text.strip().length()) {
      throw new StartupFailure(
          "DATABASE_URL: options are not of the form -c name=value: " + text.strip());
    }
  }

  /** Each host may have a port: {@code host:port,host:port}. */
  private void takeHosts(String text) {
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Matcher host = HOST.matcher(one);
      if (!host.matches()) {
        throw otherForm();
      }
      names.add(decoded("host", host.group("host")));
      ports.add(host.group("port") == null ? "" : host.group("port"));
    }
    parts.put("host", String.join(",", names));
    parts.put("port", String.join(",", ports));
  }

  /** As many ports as hosts, or one for all. An empty one means the default. */
  private List<DatabaseAddress.Host> hosts() {
    String[] names = parts.getOrDefault("host", "").split(",", -1);
    String[] ports = parts.getOrDefault("port", "").split(",", -1);
    if (ports.length > 1 && ports.length != names.length) {
      throw new StartupFailure(
          "DATABASE_URL names " + names.length + " hosts and " + ports.length + " ports");
    }
    List<DatabaseAddress.Host> hosts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String port = ports[ports.length == 1 ? 0 : i];
      hosts.add(
          new DatabaseAddress.Host(host(names[i]), port(port.isEmpty() ? DEFAULT_PORT : port)));
    }
    return hosts;
  }

  private static String host(String name) {
    if (name.isEmpty()) {
      return DEFAULT_HOST;
    }
    if (name.startsWith("/")) {
      throw new StartupFailure("DATABASE_URL names a Unix socket; only TCP is supported");
    }
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  private static int port(String text) {
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= 65_535) {
        return port;
      }
    }
    throw new StartupFailure("DATABASE_URL: the port is not between 1 and 65535: " + text);
  }

  private SslMode mode() {
    String text = parts.getOrDefault("sslmode", "prefer");
    try {
      return SslMode.of(text);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure(
          "DATABASE_URL: sslmode is one of disable, allow, prefer, require, verify-ca and"
              + " verify-full, not "
              + text,
          e);
    }
  }

  private Optional<Path> rootCertificate() {
    String text = parts.get("sslrootcert");
    if (text == null || text.equals("system")) {
      return Optional.empty();
    }
    Path file = Path.of(text).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new StartupFailure("DATABASE_URL: sslrootcert cannot be read: " + file);
    }
    return Optional.of(file);
  }

  private static String decoded(String part, String text) {
    try {
      // A plus sign stays a plus sign; Java would decode it as a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure("DATABASE_URL: " + part + " is not percent-encoded correctly", e);
    }
  }
}

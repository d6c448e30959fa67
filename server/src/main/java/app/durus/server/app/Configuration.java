package app.durus.server.app;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.TrustedProxies;
import app.durus.server.startup.StartupFailure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator can set, all by environment variables.
 *
 * @param host {@code HOST}: the IPv4 or IPv6 address where the app is served; by default every
 *     address
 * @param port {@code PORT}, by default 8080
 * @param data {@code DATA_DIR}, by default a folder of the user: the embedded database and the
 *     audio
 * @param database {@code DATABASE_URL}; empty for the embedded database
 * @param databaseAccount {@code DATABASE_ACCOUNT}: the system account that the embedded PostgreSQL
 *     runs under when this process is root's; empty to choose one
 * @param databaseWait {@code DATABASE_WAIT_SECONDS}, by default 60: how long the start waits for an
 *     external database that is not reachable yet
 * @param metrics {@code METRICS_PORT}, by default 9091; empty when {@code off}
 * @param groupCommit {@code GROUP_COMMIT}, by default {@code on}: whether listeners' pushes share
 *     transactions
 * @param keepReplaced {@code KEEP_REPLACED_DAYS}, by default 90: how long a replaced recording can
 *     still be downloaded
 * @param proxies {@code TRUSTED_PROXIES}, by default this machine: whose forwarded headers are
 *     believed
 * @param limits {@code MAX_CONNECTIONS} and {@code MAX_CONNECTIONS_PER_ADDRESS}, by default by the
 *     size of the heap, and the other limits
 */
public record Configuration(
    String host,
    int port,
    DataFolder data,
    Optional<DatabaseAddress> database,
    Optional<String> databaseAccount,
    Duration databaseWait,
    Optional<Metrics> metrics,
    boolean groupCommit,
    Duration keepReplaced,
    TrustedProxies proxies,
    HttpLimits limits) {

  /** Includes IPv6 where the machine has it. */
  static final String EVERY_ADDRESS = "0.0.0.0";

  private static final String LOOPBACK = "127.0.0.1";

  private static final String OFF = "off";
  private static final int METRICS_PORT = 9091;

  /**
   * Where the metrics are served.
   *
   * @param host {@code METRICS_HOST}, by default this machine only
   * @param chosen whether the operator set the port. Then it must be free; else the server starts
   *     without metrics when it is taken
   */
  public record Metrics(String host, int port, boolean chosen) {}

  /**
   * @throws StartupFailure when a value is malformed
   */
  public static Configuration from(Map<String, String> environment) {
    return new Configuration(
        environment.getOrDefault("HOST", EVERY_ADDRESS).strip(),
        port("PORT", environment.getOrDefault("PORT", "8080")),
        DataFolder.of(environment, System.getProperty("user.name"), Path.of("")),
        Optional.ofNullable(environment.get("DATABASE_URL"))
            .filter(url -> !url.isBlank())
            .map(DatabaseAddress::parse),
        Optional.ofNullable(environment.get("DATABASE_ACCOUNT")).filter(name -> !name.isBlank()),
        Duration.ofSeconds(
            notBelowZero(
                "DATABASE_WAIT_SECONDS", environment.getOrDefault("DATABASE_WAIT_SECONDS", "60"))),
        metrics(
            environment.getOrDefault("METRICS_HOST", LOOPBACK).strip(),
            Optional.ofNullable(environment.get("METRICS_PORT"))),
        isOn("GROUP_COMMIT", environment.getOrDefault("GROUP_COMMIT", "on")),
        Duration.ofDays(
            notBelowZero(
                "KEEP_REPLACED_DAYS", environment.getOrDefault("KEEP_REPLACED_DAYS", "90"))),
        proxies(environment.getOrDefault("TRUSTED_PROXIES", TrustedProxies.DEFAULT)),
        limits(environment));
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

  private static Optional<Metrics> metrics(String host, Optional<String> text) {
    if (text.isEmpty()) {
      return Optional.of(new Metrics(host, METRICS_PORT, false));
    }
    return text.filter(port -> !port.strip().equals(OFF))
        .map(port -> new Metrics(host, port("METRICS_PORT", port), true));
  }

  private static TrustedProxies proxies(String list) {
    try {
      return TrustedProxies.parse(list);
    } catch (IllegalArgumentException e) {
      throw new StartupFailure("TRUSTED_PROXIES: " + e.getMessage(), e);
    }
  }

  private static HttpLimits limits(Map<String, String> environment) {
    HttpLimits limits = HttpLimits.forThisProcess();
    String total = environment.get("MAX_CONNECTIONS");
    if (total != null) {
      limits = limits.withConnections(count("MAX_CONNECTIONS", total));
    }
    String perAddress = environment.get("MAX_CONNECTIONS_PER_ADDRESS");
    return perAddress == null
        ? limits
        : limits.withConnectionsPerAddress(count("MAX_CONNECTIONS_PER_ADDRESS", perAddress));
  }

  private static int count(String name, String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw new StartupFailure(name + " is not a number: " + text, e);
    }
    throw new StartupFailure(name + " is below 1: " + text);
  }

  private static boolean isOn(String name, String text) {
    return switch (text.strip()) {
      case "on" -> true;
      case OFF -> false;
      default -> throw new StartupFailure(name + " is neither on nor off: " + text);
    };
  }

  private static int notBelowZero(String name, String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new StartupFailure(name + " is not a number: " + text, e);
    }
    throw new StartupFailure(name + " is below 0: " + text);
  }

  /**
   * A path that the operator named.
   *
   * @param what the path's meaning, which begins the message of a failure
   * @throws StartupFailure when Java cannot read the name: under an ASCII locale, any name outside
   *     of ASCII
   */
  static Path path(String what, String text) {
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

  private static int port(String name, String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartupFailure(name + " is not a number: " + text, e);
    }
    throw new StartupFailure(name + " is not between 0 and 65535: " + text);
  }
}

package app.durus.server;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator can set, all by environment.
 *
 * @param port {@code PORT}, 8080 unless set
 * @param dataFolder {@code DATA_DIR}, {@code ./data} unless set: the embedded database and the
 *     audio
 * @param database {@code DATABASE_URL}; empty for the embedded database
 * @param databaseWait {@code DATABASE_WAIT_SECONDS}, 60 unless set: how long the start waits for an
 *     external database that is not there yet
 * @param metrics {@code METRICS_PORT}, 9091 unless set; empty when {@code off}
 * @param groupCommit {@code GROUP_COMMIT}, {@code on} unless set: whether listeners' pushes share
 *     transactions
 * @param keepReplaced {@code KEEP_REPLACED_DAYS}, 90 unless set: how long a recording that another
 *     one has replaced can still be downloaded
 */
public record Configuration(
    int port,
    Path dataFolder,
    Optional<DatabaseAddress> database,
    Duration databaseWait,
    Optional<Metrics> metrics,
    boolean groupCommit,
    Duration keepReplaced) {

  private static final String OFF = "off";
  private static final int METRICS_PORT = 9091;

  /**
   * Where the operator's figures are shown.
   *
   * @param chosen whether the operator set the port: then it must be free, else metrics go without
   */
  public record Metrics(int port, boolean chosen) {}

  /**
   * @throws StartupFailure when a value is not of its form
   */
  public static Configuration from(Map<String, String> environment) {
    return new Configuration(
        port("PORT", environment.getOrDefault("PORT", "8080")),
        Path.of(environment.getOrDefault("DATA_DIR", "data")),
        Optional.ofNullable(environment.get("DATABASE_URL"))
            .filter(url -> !url.isBlank())
            .map(DatabaseAddress::parse),
        Duration.ofSeconds(
            notBelowZero(
                "DATABASE_WAIT_SECONDS", environment.getOrDefault("DATABASE_WAIT_SECONDS", "60"))),
        metrics(Optional.ofNullable(environment.get("METRICS_PORT"))),
        isOn("GROUP_COMMIT", environment.getOrDefault("GROUP_COMMIT", "on")),
        Duration.ofDays(
            notBelowZero(
                "KEEP_REPLACED_DAYS", environment.getOrDefault("KEEP_REPLACED_DAYS", "90"))));
  }

  /** Where recordings are kept, by their content. */
  public Path audioFolder() {
    return dataFolder.resolve("audio");
  }

  /** Where pictures are kept, by their content. */
  public Path coversFolder() {
    return dataFolder.resolve("covers");
  }

  private static Optional<Metrics> metrics(Optional<String> text) {
    if (text.isEmpty()) {
      return Optional.of(new Metrics(METRICS_PORT, false));
    }
    return text.filter(port -> !port.strip().equals(OFF))
        .map(port -> new Metrics(port("METRICS_PORT", port), true));
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

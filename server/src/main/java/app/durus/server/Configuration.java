package app.durus.server;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator can set, all by environment.
 *
 * @param port {@code PORT}, 8080 unless set
 * @param dataFolder {@code DATA_DIR}, {@code ./data} unless set: the embedded database and the
 *     audio
 * @param database {@code DATABASE_URL}; empty for the embedded database
 */
public record Configuration(int port, Path dataFolder, Optional<DatabaseAddress> database) {

  /**
   * @throws StartupFailure when a value is not of its form
   */
  public static Configuration from(Map<String, String> environment) {
    return new Configuration(
        port(environment.getOrDefault("PORT", "8080")),
        Path.of(environment.getOrDefault("DATA_DIR", "data")),
        Optional.ofNullable(environment.get("DATABASE_URL"))
            .filter(url -> !url.isBlank())
            .map(DatabaseAddress::parse));
  }

  /** Where recordings are kept, by their content. */
  public Path audioFolder() {
    return dataFolder.resolve("audio");
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartupFailure("PORT is not a number: " + text, e);
    }
    throw new StartupFailure("PORT is not between 0 and 65535: " + text);
  }
}

package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Chooses the jar's PostgreSQL archive for this machine. */
final class Platform {

  private static final Path MUSL = Path.of("/lib/ld-musl-x86_64.so.1");

  private Platform() {}

  static boolean isWindows() {
    return system().startsWith("windows");
  }

  static boolean isLinux() {
    return system().equals("linux");
  }

  /**
   * @throws StartupFailure when the jar has none
   */
  static URL archive() {
    String name = "/postgres-" + family() + "-" + processor() + ".txz";
    URL found = Platform.class.getResource(name);
    if (found == null) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "this build contains no PostgreSQL for %s on %s: set DATABASE_URL",
              System.getProperty("os.name"),
              System.getProperty("os.arch")));
    }
    return found;
  }

  private static String family() {
    if (isWindows()) {
      return "windows";
    }
    return system().startsWith("mac") ? "darwin" : system();
  }

  private static String processor() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Files.exists(MUSL) ? "x86_64-alpine_linux" : "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      case String other -> other;
    };
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }
}

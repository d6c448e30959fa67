package app.durus.product.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Chromium and the driver that are installed on this machine. */
public final class InstalledBrowser {

  private static final String DRIVER = "chromedriver";
  private static final String[] BROWSERS = {"chromium", "google-chrome"};

  private InstalledBrowser() {}

  /**
   * Whether a browser and its driver are installed. Where they are required, their absence is a
   * failure.
   */
  public static boolean isThere() {
    boolean there = found(DRIVER).findAny().isPresent() && found(BROWSERS).findAny().isPresent();
    if (!there && "required".equals(System.getenv("DURUS_BROWSER_TESTS"))) {
      throw new IllegalStateException(
          "the browser tests are required: install chromium and chromedriver");
    }
    return there;
  }

  /** The path of the browser. */
  public static String browser() {
    return program(BROWSERS);
  }

  /** The path of the browser's driver. */
  static String driver() {
    return program(DRIVER);
  }

  private static String program(String... names) {
    return found(names)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () -> new IllegalStateException("none of these is on the PATH: " + List.of(names)));
  }

  private static Stream<Path> found(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable);
  }
}

package app.durus.proof.webkit;

import app.durus.product.browser.Page;
import app.durus.server.processes.Ports;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ImmutableCapabilities;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.remote.RemoteWebDriver;

/**
 * WebKitGTK's MiniBrowser, driven by WebKitWebDriver on a virtual screen. An automated session
 * loses its storage when it ends, so pages are loaded again and the browser is never restarted.
 */
final class WebKit extends Page {

  private final RemoteWebDriver driver;
  private final Process screen;
  private final Process driverProcess;

  private WebKit(RemoteWebDriver driver, Process screen, Process driverProcess) {
    super(driver);
    this.driver = driver;
    this.screen = screen;
    this.driverProcess = driverProcess;
  }

  /** The browser's path on Debian; empty when it is not installed. */
  static Optional<Path> miniBrowser() throws IOException {
    Path libraries = Path.of("/usr/lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> found =
        Files.find(
            libraries,
            3,
            (path, attributes) ->
                path.endsWith("MiniBrowser")
                    && path.getParent().getFileName().toString().startsWith("webkit2gtk"))) {
      return found.findFirst();
    }
  }

  /**
   * @param folder for logs
   */
  static WebKit start(Path folder, Dimension size) throws IOException {
    Path binary =
        miniBrowser()
            .orElseThrow(
                () -> new IllegalStateException("needs WebKitGTK's driver: see proof/webkit"));
    Process screen =
        new ProcessBuilder(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                size.getWidth() + "x" + size.getHeight() + "x24",
                "-nolisten",
                "tcp")
            .redirectError(folder.resolve("xvfb.log").toFile())
            .start();
    Processes.endWithProof(screen);
    String display = firstLine(screen);
    int port = Ports.free();
    ProcessBuilder webDriver =
        new ProcessBuilder("WebKitWebDriver", "--host=127.0.0.1", "--port=" + port);
    webDriver.environment().put("DISPLAY", ":" + display);
    webDriver.environment().put("GDK_BACKEND", "x11");
    Process driverProcess = Processes.start(webDriver, folder.resolve("webkit.log"));
    RemoteWebDriver driver = connect(port, binary);
    driver.manage().window().setSize(size);
    return new WebKit(driver, screen, driverProcess);
  }

  void resize(Dimension size) {
    driver.manage().window().setSize(size);
  }

  @Override
  public void close() {
    super.close();
    Processes.stop(driverProcess);
    Processes.stop(screen);
  }

  private static String firstLine(Process process) throws IOException {
    try (BufferedReader output = process.inputReader()) {
      return Optional.ofNullable(output.readLine())
          .orElseThrow(() -> new IllegalStateException("Xvfb did not start"));
    }
  }

  /** The driver needs a moment until it listens. */
  private static RemoteWebDriver connect(int port, Path binary) throws IOException {
    ImmutableCapabilities wanted =
        new ImmutableCapabilities(
            Map.of(
                "browserName",
                "MiniBrowser",
                "webkitgtk:browserOptions",
                Map.of("binary", binary.toString(), "args", List.of("--automation"))));
    URL address = URI.create("http://127.0.0.1:" + port).toURL();
    return Eventually.get(
        "WebKit's driver, which listens on port " + port,
        () -> {
          try {
            return new RemoteWebDriver(address, wanted);
          } catch (SessionNotCreatedException refused) {
            throw refused;
          } catch (WebDriverException notYet) {
            return null;
          }
        });
  }
}

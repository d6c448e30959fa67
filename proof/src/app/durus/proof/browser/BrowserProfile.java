package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.browser.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** One browser profile. Its browser is started, ended and killed. */
final class BrowserProfile implements AutoCloseable {

  /** Wide enough for the docked player's slider. */
  private static final Dimension DESKTOP = new Dimension(1280, 800);

  private final Path profile;
  private final String url;
  private Browser browser;
  private App app;

  /**
   * @param profile a folder of its own, made when it is missing
   * @param url of the app, without a path
   */
  public BrowserProfile(Path profile, String url) {
    this.profile = profile;
    this.url = url;
  }

  /** Starts the browser and opens a page of the app. */
  App start(String path) throws IOException {
    browser = Browser.start(profile, Locale.ENGLISH, DESKTOP);
    app = new App(browser, url);
    app.open(path);
    return app;
  }

  /** Runs in the browser that is open. */
  App app() {
    return app;
  }

  Browser browser() {
    return browser;
  }

  /** Closes the window as the listener does, so that cookies are written. */
  void end() {
    browser.close();
    browser = null;
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    browser.kill();
    browser = null;
  }

  @Override
  public void close() {
    if (browser != null) {
      end();
    }
  }
}

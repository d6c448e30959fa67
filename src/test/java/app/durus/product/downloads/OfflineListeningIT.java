package app.durus.product.downloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.durus.product.app.App;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * The main job, on the packaged product and in a real browser: a listener downloads a lecture on
 * purpose, loses the network and even the browser, listens on, and returns. The position is then in
 * PostgreSQL. The network is lost as in daily life: the server cannot be reached.
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class OfflineListeningIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String LECTURE = "Why Manners Come First";

  private static final Pattern CLOCK = Pattern.compile("(\\d+):(\\d\\d)");

  private static final String STORED_POSITION =
      String.format(
          Locale.ROOT,
          """
      SELECT state.position_ms
        FROM listening_state state
        JOIN listener ON listener.id = state.listener_id
        JOIN lecture ON lecture.id = state.lecture_id
       WHERE listener.name = 'Maryam' AND lecture.title = '%s'
      """,
          LECTURE);

  @TempDir Path folder;

  @Test
  @DisplayName(
      "a lecture downloaded on purpose is heard offline, and the position reaches the server")
  void listensOfflineAndSynchronizesLater() throws Exception {
    try (Product product = Product.start(folder.resolve("data"))) {
      long positionMs;
      String lecturePage;
      try (Browser browser = startBrowser()) {
        browser.open(product.url() + "/");
        browser.find("heading", "Home");
        new App(browser, product.url()).signUp("Maryam");
        lecturePage = openLecture(browser, product);
        download(browser);
        assertThat(browser.networkRequests("/audio/"))
            .as("audio requests of the download, counted as those of the offline part will be")
            .isPositive();
        browser.awaitCookieOnDisk("durus_session");

        product.stop();
        positionMs = playFromDevice(browser);
        browser.kill();
      }

      try (Browser browser = startBrowser()) {
        checkPositionOffline(browser, lecturePage, positionMs);

        product.startAgain();
        String stored = browser.await("the position in PostgreSQL", () -> stored(product));
        assertThat(Long.parseLong(stored)).isCloseTo(positionMs, within(1_000L));
      }
    }
  }

  private Browser startBrowser() throws Exception {
    return Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE);
  }

  private static void checkPositionOffline(Browser browser, String lecturePage, long positionMs)
      throws Exception {
    browser.open(lecturePage);
    browser.find("button", "Continue: " + LECTURE);
    browser.click("button", "Open player: " + LECTURE);
    assertThat(position(browser))
        .as("position after the browser was killed")
        .isCloseTo(positionMs, within(1_000L));
    browser.click("button", "Close player");
    assertThat(browser.networkRequests("/audio/"))
        .as("network requests for audio of the second browser")
        .isZero();
  }

  /** Returns the position at which the player was paused. */
  private static long playFromDevice(Browser browser) throws Exception {
    long requestsBefore = browser.networkRequests("/audio/");
    browser.reload();
    browser.find("heading", LECTURE);
    browser.find("image", "Offline");
    browser.click("button", "Play: " + LECTURE);
    awaitPosition(browser, 1_500);
    browser.click("button", "Open player: " + LECTURE);
    browser.awaitText("From this device");
    browser.click("button", "Forward 30 seconds");
    awaitPosition(browser, 32_000);
    browser.click("button", "Pause");
    long positionMs = position(browser);
    assertThat(browser.networkRequests("/audio/"))
        .as("network requests for audio since the server went away")
        .isEqualTo(requestsBefore);
    return positionMs;
  }

  private static String openLecture(Browser browser, Product product) {
    browser.open(product.url() + "/");
    browser.clickStarting("link", "Manners of the Student");
    browser.clickStarting("link", LECTURE);
    browser.find("heading", LECTURE);
    return product.url() + browser.path();
  }

  private static void download(Browser browser) {
    browser.find("heading", LECTURE);
    browser.clickStarting("button", "Download");
    browser.awaitText("On this device");
    browser.await(
        "the page under the worker's control",
        () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
  }

  private static void awaitPosition(Browser browser, long leastMs) {
    browser.await("position " + leastMs + " ms", () -> shownPosition(browser) >= leastMs);
  }

  /** The value of the open player's slider. */
  private static long position(Browser browser) {
    return browser.await(
        "the player's position",
        () -> {
          long shown = sliderPosition(browser);
          return shown < 0 ? null : shown;
        });
  }

  /** From the slider where the player is open, otherwise from the text of the mini-player. */
  private static long shownPosition(Browser browser) {
    long slider = sliderPosition(browser);
    if (slider >= 0) {
      return slider;
    }
    Matcher clock = CLOCK.matcher(browser.find("region", "Player").getText());
    return clock.find()
        ? 1_000 * (60 * Long.parseLong(clock.group(1)) + Long.parseLong(clock.group(2)))
        : -1;
  }

  private static long sliderPosition(Browser browser) {
    Object value =
        browser.script(
            """
            const slider = document.querySelector('dialog[open] input[type=range]');
            return slider === null ? -1 : Math.round(slider.valueAsNumber);
            """);
    return ((Number) value).longValue();
  }

  private static String stored(Product product) {
    try {
      return product.ask(STORED_POSITION).orElse(null);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package app.durus.product.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/** The first visit by a link, over a line on which the app takes long (decision 0049). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class LinkedLectureIT {

  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final String TITLE = "Why Manners Come First";

  /** The recording plays without a pause; the app takes some ten seconds. */
  private static final long LINE_BYTES_PER_SECOND = 20_000;

  private static final long LINE_LATENCY_MS = 50;
  private static final long HEARD_MS = 3_000;

  /** The position is written at most this much before what was heard last. */
  private static final long FRAME_MS = 300;

  /** Follows the page's own player until it leaves. */
  private static final String FOLLOW =
      """
      const follow = () => {
        const audio = document.querySelector('#linked-lecture audio');
        if (audio !== null && !audio.paused) {
          window.heardMs = audio.currentTime * 1_000;
        }
        requestAnimationFrame(follow);
      };
      requestAnimationFrame(follow);
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("the app takes over where the player of the page plays, and loses nothing")
  void takesOver() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, DESKTOP)) {
      String lecture =
          product.ask("SELECT id FROM lecture WHERE title = '" + TITLE + "'").orElseThrow();
      browser.beforeEveryPage(FOLLOW);
      browser.limitNetwork(LINE_BYTES_PER_SECOND, LINE_LATENCY_MS);
      browser.open(product.url() + "/lectures/" + lecture);
      browser.await(
          "the page's own player",
          () ->
              (Boolean)
                  browser.script(
                      "return document.querySelector('#linked-lecture audio')?.readyState > 0"));
      browser.script("document.querySelector('#linked-lecture audio').play()");
      browser.await(
          "playback before the app",
          () -> (Boolean) browser.script("return window.heardMs > " + HEARD_MS));
      browser.limitNetwork(-1);
      browser.await(
          "the app in place of the player",
          () ->
              (Boolean)
                  browser.script("return document.getElementById('linked-lecture') === null"));
      long leftAtMs = number(browser, "return Math.round(window.heardMs)");
      long leftAt = System.nanoTime();
      browser.find("button", "Pause: " + TITLE);
      browser.await(
          "playback by the app", () -> positionMs(browser) > leftAtMs + FRAME_MS ? true : null);
      long playedMs = (System.nanoTime() - leftAt) / 1_000_000;
      assertThat(positionMs(browser))
          .as("the place of the page's player, and what was played since")
          .isBetween(leftAtMs, leftAtMs + playedMs + 1_000);

      browser.click("button", "Pause: " + TITLE);
      browser.find("button", "Continue: " + TITLE);
      long pausedMs = positionMs(browser);
      browser.reload();
      browser.find("button", "Continue: " + TITLE);
      browser.await(
          "the place, also after a reload",
          () -> Math.abs(positionMs(browser) - pausedMs) < 2 * FRAME_MS ? true : null);
      assertThat(browser.errors()).isEmpty();
    }
  }

  private static long positionMs(Browser browser) {
    return number(
        browser,
        "return Math.round(document.querySelector('input[type=range]')?.valueAsNumber ?? -1)");
  }

  private static long number(Browser browser, String script) {
    return ((Number) browser.script(script)).longValue();
  }
}

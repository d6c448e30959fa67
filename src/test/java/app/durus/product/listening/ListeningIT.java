package app.durus.product.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;

/**
 * Listening, on the packaged product and in a real browser, with real recordings that really end.
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class ListeningIT {

  /**
   * Moves that follow each other so closely are one (frontend/offline/rules/playback/seek-undo.ts).
   */
  private static final long CHAIN_MS = 4_000;

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final String FIRST = "Why Manners Come First";
  private static final String SECOND = "Listening Well";
  private static final String THIRD = "Asking and Answering";

  @TempDir Path folder;

  @Test
  @DisplayName("a queue is filled, reordered by keys and by touch, kept, and played to its end")
  void playsAQueue() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      openSeries(browser, product);
      browser.clickStarting("button", "Play: " + FIRST);
      awaitPositionAbove(browser, 0);
      for (String title : List.of(THIRD, SECOND)) {
        browser.click("button", "More: " + title);
        browser.click("button", "Add to queue");
      }
      browser.click("button", "Open player: " + FIRST);
      browser.click("button", "Up next");
      awaitQueue(browser, THIRD, SECOND);

      reorder(browser);

      browser.reload();
      browser.click("button", "Open player: " + FIRST);
      browser.click("button", "Up next");
      awaitQueue(browser, THIRD, SECOND);
      browser.click("button", "Play");
      awaitPositionAbove(browser, 0);

      playToTheEnd(browser);
    }
  }

  private static void playToTheEnd(Browser browser) {
    seekBeforeTheEnd(browser);
    browser.find("heading", THIRD);
    browser.find("button", "Pause");
    awaitQueue(browser, SECOND);
    awaitPositionAbove(browser, 500);
    assertThat(browser.script("return document.querySelectorAll('audio').length"))
        .as("players in the page, besides the app's only one")
        .isEqualTo(0L);

    browser.click("button", "Play now: " + SECOND);
    browser.find("heading", SECOND);
    awaitPositionAbove(browser, 500);
  }

  private static void reorder(Browser browser) {
    browser.script("arguments[0].focus()", browser.find("button", "Move: " + SECOND));
    browser.press(Keys.ARROW_UP);
    awaitQueue(browser, SECOND, THIRD);
    assertThat(browser.focused()).as("the focus").isEqualTo("Move: " + SECOND);
    browser.drag(browser.find("button", "Move: " + SECOND), 70);
    awaitQueue(browser, THIRD, SECOND);
    browser.flick(browser.find("button", "Move: " + THIRD), 70);
    awaitQueue(browser, SECOND, THIRD);
    browser.flick(browser.find("button", "Move: " + SECOND), 70);
    awaitQueue(browser, THIRD, SECOND);
  }

  @Test
  @DisplayName(
      "a seek can be undone, the sleep timer is extended, and keys and the lock screen control playback")
  void desktop() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, DESKTOP)) {
      openSeries(browser, product);
      browser.clickStarting("button", "Play: " + FIRST);
      awaitPositionAbove(browser, 500);

      checkLockScreen(browser);
      pressKeys(browser);
      browser.click("button", "Open player: " + FIRST);
      // If it came sooner, it would join the skip before, and the joined move would have no length.
      browser.awaitClock("moves that are no chain", CHAIN_MS);
      seek(browser, 1_000);
      browser.clickStarting("button", "Back to");
      awaitPositionAbove(browser, 29_000);

      useSleepTimer(browser);
      browser.press(Keys.ESCAPE);
      browser.await(
          "the focus where the player was opened",
          () -> browser.focused().equals("Open player: " + FIRST) ? true : null);
      assertThat(browser.errors()).isEmpty();
    }
  }

  private static void useSleepTimer(Browser browser) {
    choose(browser, "Sleep timer", "5");
    browser.awaitText("Pauses in 5:00");
    browser.click("button", "5 minutes more");
    browser.awaitText("Pauses in 10:00");
    choose(browser, "Sleep timer", "end-of-lecture");
    browser.click("button", "Play");
    seekBeforeTheEnd(browser);
    browser.await("the end", () -> browser.find("button", "Play"));
    browser.find("heading", FIRST);
    browser.find("button", "Mark as not completed");
  }

  private static void pressKeys(Browser browser) {
    browser.script("document.activeElement.blur()");
    browser.press("k");
    browser.find("button", "Play");
    browser.press("l");
    awaitPositionAbove(browser, 29_000);
    browser.press("?");
    browser.find("dialog", "Keyboard shortcuts");
    browser.press(Keys.ESCAPE);
    browser.click("link", "Browse");
    browser.type("Search", "k?");
    assertThat(browser.text()).as("shortcuts while typing").doesNotContain("Slower");
    browser.find("button", "Play");
  }

  private static void checkLockScreen(Browser browser) {
    assertThat(browser.script("return navigator.mediaSession.metadata.title")).isEqualTo(FIRST);
    assertThat(browser.script("return navigator.mediaSession.playbackState")).isEqualTo("playing");
    browser.await(
        "a cover on the lock screen",
        () ->
            (Boolean)
                browser.script(
                    "return navigator.mediaSession.metadata.artwork[0]"
                        + "?.src.startsWith('data:image/png') === true"));
  }

  private static void openSeries(Browser browser, Product product) {
    browser.open(product.url() + "/");
    browser.clickStarting("link", "Manners of the Student");
    browser.find("heading", "Manners of the Student");
  }

  /** The list below, of what plays after the queue, does not count. */
  private static void awaitQueue(Browser browser, String... titles) {
    List<String> expected = List.of(titles);
    browser.await(
        "the queue " + expected,
        () ->
            expected.equals(
                    browser.script(
                        "return [...document.querySelectorAll('ol:not(.queue-after) > .queue-row bdi')]"
                            + ".map(title => title.textContent)"))
                ? true
                : null);
  }

  private static void awaitPositionAbove(Browser browser, long ms) {
    browser.await(
        "a position above " + ms,
        () ->
            ((Number)
                        browser.script(
                            "return (document.querySelector('dialog[open] input[type=range]')"
                                + " ?? document.querySelector('input[type=range]')).valueAsNumber"))
                    .longValue()
                > ms);
  }

  private static void seek(Browser browser, long toMs) {
    browser.slide("dialog[open] input[type=range]", toMs);
  }

  private static void seekBeforeTheEnd(Browser browser) {
    long durationMs =
        ((Number)
                browser.script(
                    "return Number("
                        + "document.querySelector('dialog[open] input[type=range]').max)"))
            .longValue();
    seek(browser, durationMs - 1_500);
  }

  /** For a choice whose native control lies over the visible one. */
  private static void choose(Browser browser, String name, String value) {
    browser.script(
        """
        const choice = document.querySelector(`dialog[open] select[aria-label="${arguments[0]}"]`);
        choice.value = arguments[1];
        choice.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        name,
        value);
  }
}

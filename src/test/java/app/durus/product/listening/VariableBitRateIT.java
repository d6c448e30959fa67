package app.durus.product.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.app.UiTexts;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import app.durus.product.server.VariableBitRateLecture;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Dimension;

/** A recording whose duration the browser only guesses (decision 0041). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class VariableBitRateIT {

  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final long DURATION_MS = 120_000;
  private static final long BEFORE_END_MS = 8_000;

  /** What the browser's own clock may be off after a seek in a minute or two. */
  private static final double OFF_S = 2.5;

  /** The player's element, where its last seek led, and how much was played since. */
  private static final String FOLLOW =
      """
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function () {
        if (window.media !== this) {
          window.media = this;
          this.addEventListener('loadedmetadata', () => { window.guessedS = this.duration; });
          this.addEventListener('seeked', () => { window.fromS = this.currentTime; });
          this.addEventListener('timeupdate', () => {
            if (!this.ended) {
              window.playedS = this.currentTime - window.fromS;
            }
          });
        }
        return play.call(this);
      };
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"32, 1.5, 9", "320, 0.1, 0.7"})
  @DisplayName("it is sought at the right place, and completes at its end")
  void completes(int firstKbit, double guessFrom, double guessTo) throws Exception {
    String title = "A Lecture from " + firstKbit;
    Path library = folder.resolve("library");
    VariableBitRateLecture.write(
        library.resolve("A Scholar/" + title + ".mp3"), firstKbit, DURATION_MS);
    try (Product product = Product.startEmpty(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, DESKTOP)) {
      Product.Ended ended = product.run("import", library.toString());
      assertThat(ended.status()).as(ended.output()).isZero();
      assertThat(product.ask("SELECT duration_ms FROM audio_asset"))
          .as("the duration that the import counted")
          .hasValue(Long.toString(DURATION_MS));
      String lecture = product.ask("SELECT id FROM lecture").orElseThrow();
      Playback playback = new Playback(browser, UiTexts.of("en"));

      browser.beforeEveryPage(FOLLOW);
      browser.open(product.url() + "/lectures/" + lecture);
      playback.start(title);
      assertThat(number(browser, "guessedS") / DURATION_MS * 1_000)
          .as("what the browser guesses of the duration")
          .isBetween(guessFrom, guessTo);
      assertThat(playback.durationMs()).isEqualTo(DURATION_MS);

      playback.seek(DURATION_MS - BEFORE_END_MS);
      browser.find("button", "Mark as not completed");
      assertThat(browser.script("return window.media.ended"))
          .as("whether the recording has ended")
          .isEqualTo(true);
      assertThat(number(browser, "playedS"))
          .as("seconds from the seek to the end")
          .isBetween(BEFORE_END_MS / 1e3 - OFF_S, BEFORE_END_MS / 1e3 + OFF_S);
    }
  }

  private static double number(Browser browser, String name) {
    return ((Number) browser.script("return window." + name)).doubleValue();
  }
}

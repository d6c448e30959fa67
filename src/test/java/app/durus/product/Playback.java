package app.durus.product;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.WebElement;

/** The player as a listener uses it, docked or open, in any language and on any screen. */
final class Playback {

  /** In any digits. */
  private static final Pattern CLOCK = Pattern.compile("(\\p{Nd}+):(\\p{Nd}\\p{Nd})");

  /** More than a beginning that is stopped at once. */
  private static final long HEARD_MS = 400;

  /** Of listening, before the end. */
  private static final long SHORTLY_MS = 1_000;

  private final Page page;
  private final Words words;

  Playback(Page page, Words words) {
    this.page = page;
    this.words = words;
  }

  /** Begins a lecture that is shown, or goes on with it, and waits until it is heard. */
  void start(String title) {
    List<String> names =
        List.of(
            words.named("play.play", title),
            words.named("play.continue", title),
            words.named("play.again", title));
    page.click("button", "that plays " + title, names::contains);
    awaitHeard();
  }

  void resume() {
    page.click("button", words.say("play.play"));
    awaitHeard();
  }

  void pause() {
    page.click("button", words.say("play.pause"));
    page.find("button", words.say("play.play"));
  }

  void open(String title) {
    page.click("button", words.say("player.open.named", "title", title));
    page.find("dialog", words.say("player.name"));
  }

  void close() {
    page.click("button", words.say("player.close"));
    page.awaitGone("dialog", words.say("player.name"));
  }

  void awaitHeard() {
    page.find("button", words.say("play.pause"));
    long before = positionMs();
    page.await("playback after " + before, () -> positionMs() >= before + HEARD_MS ? true : null);
  }

  /** By the slider where one is shown, else by the words of the docked player, in whole seconds. */
  long positionMs() {
    return slider()
        .map(slider -> number(slider, "return Math.round(arguments[0].valueAsNumber)"))
        .orElseGet(this::positionInWords);
  }

  long durationMs() {
    return number(slider().orElseThrow(), "return Number(arguments[0].max)");
  }

  void awaitPosition(long leastMs, long mostMs) {
    page.await(
        String.format(Locale.ROOT, "a position from %d to %d", leastMs, mostMs),
        () -> {
          long now = positionMs();
          return leastMs <= now && now <= mostMs ? true : null;
        });
  }

  /** Drags the slider and lets it go. */
  void seek(long toMs) {
    page.slide(page.find("slider", words.say("player.position")), toMs);
  }

  /** So that the lecture ends soon, by itself. */
  void seekBeforeTheEnd() {
    page.find("slider", words.say("player.position"));
    seek(durationMs() - SHORTLY_MS);
  }

  private Optional<WebElement> slider() {
    return page.look("slider", words.say("player.position"));
  }

  private long positionInWords() {
    String said = page.look("region", words.say("player.name")).map(WebElement::getText).orElse("");
    Matcher clock = CLOCK.matcher(said);
    return clock.find()
        ? 1_000 * (60 * Long.parseLong(clock.group(1)) + Long.parseLong(clock.group(2)))
        : -1;
  }

  private long number(WebElement element, String script) {
    return ((Number) page.script(script, element)).longValue();
  }
}

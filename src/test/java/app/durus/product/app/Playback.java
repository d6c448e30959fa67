package app.durus.product.app;

import app.durus.product.browser.Page;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.WebElement;

/** The player as a listener uses it, docked or open, in any language and on any screen. */
public final class Playback {

  /** In any digits. */
  private static final Pattern CLOCK = Pattern.compile("(\\p{Nd}+):(\\p{Nd}\\p{Nd})");

  /** Longer than a start that is stopped at once. */
  private static final long HEARD_MS = 400;

  /** The difference allowed for positions that are shown in whole seconds. */
  private static final long ROUNDING_MS = 1_000;

  /** Listening time before the end. */
  private static final long SHORTLY_MS = 1_000;

  private final Page page;
  private final UiTexts texts;

  public Playback(Page page, UiTexts texts) {
    this.page = page;
    this.texts = texts;
  }

  /** Starts a lecture that is shown, or continues it, and waits until it plays. */
  public void start(String title) {
    List<String> names =
        List.of(
            texts.named("play.play", title),
            texts.named("play.continue", title),
            texts.named("play.again", title));
    page.click("button", "that plays " + title, names::contains);
    awaitHeard();
  }

  public void resume() {
    page.click("button", texts.say("play.play"));
    awaitHeard();
  }

  public void pause() {
    page.click("button", texts.say("play.pause"));
    page.find("button", texts.say("play.play"));
  }

  public void open(String title) {
    page.click("button", texts.say("player.open.named", "title", title));
    page.find("dialog", texts.say("player.name"));
  }

  public void close() {
    page.click("button", texts.say("player.close"));
    page.awaitGone("dialog", texts.say("player.name"));
  }

  public void awaitHeard() {
    page.find("button", texts.say("play.pause"));
    long before = positionMs();
    page.await("playback after " + before, () -> positionMs() >= before + HEARD_MS ? true : null);
  }

  /**
   * From the slider where one is shown, otherwise from the docked player's text, in whole seconds.
   */
  public long positionMs() {
    return slider()
        .map(slider -> number(slider, "return Math.round(arguments[0].valueAsNumber)"))
        .orElseGet(this::positionInWords);
  }

  public long durationMs() {
    return number(slider().orElseThrow(), "return Number(arguments[0].max)");
  }

  public void awaitPosition(long leastMs, long mostMs) {
    page.await(
        String.format(Locale.ROOT, "a position from %d to %d", leastMs, mostMs),
        () -> {
          long now = positionMs();
          return leastMs <= now && now <= mostMs ? true : null;
        });
  }

  /** Starts a lecture, or continues it, from the expected position. */
  public void startAt(String title, long fromMs) {
    long begun = System.nanoTime();
    start(title);
    checkPosition(positionMs(), fromMs, begun);
  }

  /**
   * Runs an action that moves the position by this much while the lecture plays; below 0 is
   * backwards.
   */
  public void jumpBy(long byMs, Runnable move) {
    long begun = System.nanoTime();
    long before = positionMs();
    move.run();
    checkPosition(awaitJump(before, begun), before + byMs, begun);
  }

  /** Runs an action that moves the position there while the lecture plays. */
  public void jumpTo(long toMs, Runnable move) {
    long begun = System.nanoTime();
    long before = positionMs();
    move.run();
    checkPosition(awaitJump(before, begun), toMs, begun);
  }

  /** A position that playing since then cannot have reached. */
  public long awaitJump(long beforeMs, long begun) {
    return page.await(
        "a jump from " + beforeMs + " ms",
        () -> {
          long now = positionMs();
          boolean isPlayingOn =
              beforeMs - ROUNDING_MS <= now && now <= beforeMs + playedMs(begun) + ROUNDING_MS;
          return now < 0 || isPlayingOn ? null : now;
        });
  }

  /** At that position, or further by the time played since. */
  private static void checkPosition(long positionMs, long expectedMs, long begun) {
    long mostMs = expectedMs + playedMs(begun);
    if (positionMs < expectedMs - ROUNDING_MS || positionMs > mostMs + ROUNDING_MS) {
      throw new AssertionError(
          "at " + positionMs + " ms instead of " + expectedMs + " to " + mostMs + " ms");
    }
  }

  /** At most, since then. */
  private static long playedMs(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  /** Drags the slider and lets it go. */
  public void seek(long toMs) {
    page.slide(page.find("slider", texts.say("player.position")), toMs);
  }

  /** Seeks near the end, so that the lecture ends soon by itself. */
  public void seekBeforeTheEnd() {
    page.find("slider", texts.say("player.position"));
    seek(durationMs() - SHORTLY_MS);
  }

  private Optional<WebElement> slider() {
    return page.look("slider", texts.say("player.position"));
  }

  private long positionInWords() {
    String said = page.look("region", texts.say("player.name")).map(WebElement::getText).orElse("");
    Matcher clock = CLOCK.matcher(said);
    return clock.find()
        ? 1_000 * (60 * Long.parseLong(clock.group(1)) + Long.parseLong(clock.group(2)))
        : -1;
  }

  private long number(WebElement element, String script) {
    return ((Number) page.script(script, element)).longValue();
  }
}

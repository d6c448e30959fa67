package app.durus.product.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The sleep timer, the return to the lecture, and control by keys. */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class SleepTimerAndKeyboardIT {

  /** After a pause of more than a minute this much is played again (frontend/offline/rules). */
  private static final long REWIND_MS = 5_000;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("the sleep timer runs, is extended, and can end with the lecture")
  void sleep(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    Playback playback = story.playback();
    String title = story.titles().first();
    story.openLecture(title);
    playback.start(title);
    playback.open(title);
    browser.choose(story.say("sleep.name"), minutes(setting, 5));
    awaitLeft(story, 299);
    story.click("button", "sleep.more");
    awaitLeft(story, 598);
    browser.choose(story.say("sleep.name"), story.say("sleep.off"));
    story.awaitGone("button", "sleep.more");

    browser.choose(story.say("sleep.name"), story.say("sleep.end"));
    playback.seekBeforeTheEnd();
    story.find("button", "lecture.reopen");
    story.find("button", "play.play");
    browser.find("heading", title);
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "playback resumes a little earlier after a long pause, and exactly after a short one")
  void resuming(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Playback playback = story.playback();
    String title = story.titles().first();
    story.openLecture(title);
    playback.start(title);
    playback.jumpBy(
        30_000,
        () -> story.click("button", "player.forward", "count", 30, "n", story.texts().number(30)));
    playback.pause();
    playback.open(title);
    long pausedMs = playback.positionMs();
    playback.resume();
    assertThat(playback.positionMs()).as("after a short pause").isGreaterThanOrEqualTo(pausedMs);

    playback.pause();
    long againMs = playback.positionMs();
    story.browser().script("const now = Date.now; Date.now = () => now() + 2 * 60_000;");
    assertThat(positionAfterPlay(story))
        .as("after a long pause")
        .isBetween(againMs - REWIND_MS - 100, againMs - 1_000);
  }

  /**
   * The first value that is shown after the button was pressed. A script within the page waits for
   * it.
   */
  private static long positionAfterPlay(Story story) {
    Object shown =
        story
            .browser()
            .asyncScript(
                """
                const [button, slider, done] = arguments;
                const before = slider.valueAsNumber;
                const look = () => {
                  const now = slider.valueAsNumber;
                  if (now === before) requestAnimationFrame(look); else done(now);
                };
                button.click();
                look();
                """,
                story.find("button", "play.play"),
                story.find("slider", "player.position"));
    return Math.round(((Number) shown).doubleValue());
  }

  @StoryMatrix.OnDesks
  @DisplayName("single keys control the player in the direction of reading, and are listed")
  void keys(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    Keys onward = setting.isArabic() ? Keys.ARROW_LEFT : Keys.ARROW_RIGHT;
    Keys back = setting.isArabic() ? Keys.ARROW_RIGHT : Keys.ARROW_LEFT;
    story.openLecture(titles.first());
    playback.start(titles.first());
    browser.script("document.activeElement.blur()");
    browser.press("k");
    story.find("button", "play.play");
    long pausedMs = playback.positionMs();
    browser.press("l");
    playback.awaitPosition(pausedMs + 29_000, pausedMs + 31_000);
    browser.press("j");
    playback.awaitPosition(pausedMs + 14_000, pausedMs + 16_000);
    browser.press(onward);
    playback.awaitPosition(pausedMs + 19_000, pausedMs + 21_000);
    browser.press(back);
    playback.awaitPosition(pausedMs + 14_000, pausedMs + 16_000);
    pressKeysOnTheSeekBar(story, setting, pausedMs);
  }

  private static void pressKeysOnTheSeekBar(Story story, StoryVariant setting, long pausedMs)
      throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    Keys onward = setting.isArabic() ? Keys.ARROW_LEFT : Keys.ARROW_RIGHT;
    WebElement slider = story.find("slider", "player.position");
    browser.script("arguments[0].focus()", slider);
    browser.press(onward);
    playback.awaitPosition(pausedMs + 19_000, pausedMs + 21_000);
    assertThat(slider.getDomAttribute("aria-valuetext"))
        .contains(story.texts().clock(playback.positionMs()));
    browser.press(Keys.HOME);
    playback.awaitPosition(0, 100);
    listAndSwitchOffKeys(story);
  }

  private static void listAndSwitchOffKeys(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    browser.script("document.activeElement.blur()");
    browser.press("?");
    story.find("dialog", "keys.title");
    browser.press(Keys.ESCAPE);
    story.awaitGone("dialog", "keys.title");
    browser.await(
        "the focus out of the dialog",
        () -> (Boolean) browser.script("return document.activeElement === document.body"));
    browser.press(" ");
    story.find("button", "play.pause");
    browser.pressHolding(Keys.SHIFT, "N");
    story.find("button", "player.open.named", "title", titles.second());

    story.goTo("settings.title");
    story.click("switch", "keys.title");
    browser.script("document.activeElement.blur()");
    browser.press("k");
    story.goTo("browse.title");
    story.find("button", "play.pause");
  }

  /** The time until it pauses, or some seconds less, depending on when the test reads it. */
  private static void awaitLeft(Story story, int mostSeconds) {
    story
        .browser()
        .await(
            "a pause in " + mostSeconds + " s",
            () -> {
              String shown = story.browser().text();
              return IntStream.rangeClosed(mostSeconds - 15, mostSeconds)
                  .mapToObj(left -> story.texts().clock(1_000L * left))
                  .anyMatch(time -> shown.contains(story.say("sleep.left", "time", time)));
            });
  }

  private static String minutes(StoryVariant setting, int count) {
    return setting.isArabic() ? setting.texts().number(count) + " دقائق" : count + " min";
  }
}

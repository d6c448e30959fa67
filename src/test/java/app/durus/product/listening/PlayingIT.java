package app.durus.product.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Listening, in both languages, on a phone and on a desk (docs/stories.md). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class PlayingIT {

  private static final long TWO_MINUTES_MS = 120_000;

  /** The position in the streamed lecture: about half a minute. */
  private static final long STREAMED_BYTES = 160_000;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.Everywhere
  @DisplayName(
      "a lecture is played, skipped, sought, undone, sped up, paused, and resumed after a reload")
  void playing(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Playback playback = story.playback();
    String title = story.titles().first();
    story.openLecture(title);
    playback.start(title);
    story.awaitSaid("announce.playing", "title", title);

    playback.open(title);
    story.awaitText("player.source.network");
    playback.jumpBy(
        30_000,
        () -> story.click("button", "player.forward", "count", 30, "n", story.texts().number(30)));
    playback.jumpBy(
        -15_000,
        () -> story.click("button", "player.back", "count", 15, "n", story.texts().number(15)));
    seekAndUndo(story);

    String faster = story.texts().number(1.5) + "×";
    story.browser().choose(story.say("player.speed"), faster);
    playback.awaitHeard();
    playback.pause();
    story.awaitSaid("announce.paused", "title", title);
    long pausedMs = playback.positionMs();

    story.browser().reload();
    story.browser().find("heading", title);
    story.browser().find("button", story.texts().named("play.continue", title));
    playback.open(title);
    playback.awaitPosition(pausedMs - 300, pausedMs + 300);
    assertThat(story.chosen("player.speed")).as("the speed").isEqualTo(faster);
    playback.resume();
  }

  private static void seekAndUndo(Story story) throws Exception {
    Playback playback = story.playback();
    long begun = System.nanoTime();
    long beforeMs = playback.positionMs();
    playback.jumpTo(45_000, () -> playback.seek(45_000));
    WebElement wayBack = story.browser().findStarting("button", story.texts().start("jump.back"));
    assertThat(wayBack.getAccessibleName()).contains(":");
    long seekedMs = playback.positionMs();
    long seekedAt = System.nanoTime();
    wayBack.click();
    assertThat(playback.awaitJump(seekedMs, seekedAt))
        .as("where the moves began")
        .isLessThan(beforeMs + (System.nanoTime() - begun) / 1_000_000);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "ARABIC_DESK")
  @DisplayName("a stream whose connection breaks resumes by itself once the server is reachable")
  void aBrokenStream(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Playback playback = story.playback();
    String title = story.titles().first();
    story.openLecture(title);
    story.cable().allow(STREAMED_BYTES);
    playback.start(title);
    story.goOffline();
    playback.seek(28_000);
    story.awaitText("player.problem.unavailable");
    story.find("button", "player.again");
    story.cable().allow(Long.MAX_VALUE);
    story.goOnline();
    playback.awaitPosition(35_000, 45_000);
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "a queue is filled, reordered by keys and played to its end, and then the series continues")
  void upNext(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    story.openLecture(titles.first());
    playback.start(titles.first());
    story.goTo("browse.title");
    lineUp(story, titles.single());
    story.follow(titles.series());
    lineUp(story, titles.third());
    playback.open(titles.first());
    story.click("button", "queue.title");
    assertThat(queue(story)).containsExactly(titles.single(), titles.third());
    reorderAndRemove(story);
    playToTheEnd(story);
  }

  private static void reorderAndRemove(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    browser.script(
        "arguments[0].focus()", story.find("button", "queue.move.named", "title", titles.third()));
    browser.press(Keys.ARROW_UP);
    story.awaitSaid(
        "queue.moved",
        "title",
        titles.third(),
        "number",
        story.texts().number(1),
        "total",
        story.texts().number(2));
    assertThat(queue(story)).containsExactly(titles.third(), titles.single());
    assertThat(browser.focused()).isEqualTo(story.say("queue.move.named", "title", titles.third()));
    story.click("button", "queue.remove.named", "title", titles.third());
    story.awaitGone("button", "queue.move.named", "title", titles.third());
  }

  private static void playToTheEnd(Story story) throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    playback.seekBeforeTheEnd();
    browser.find("heading", titles.single());
    playback.awaitHeard();
    story.awaitText("queue.empty");
    playback.close();
    story.openLecture(titles.first());
    story.find("button", "lecture.reopen");
  }

  private static void lineUp(Story story, String title) {
    story.click("button", "menu.more.named", "title", title);
    story.browser().find("dialog", title);
    story.click("button", "menu.queue");
    story.browser().awaitGone("dialog", title);
  }

  private static List<String> queue(Story story) {
    String move = story.texts().start("queue.move.named");
    return story.browser().names("button", move).stream()
        .map(name -> name.substring(move.length()))
        .toList();
  }
}

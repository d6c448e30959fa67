package app.durus.product.browsing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The listener's own lists, in both languages and sizes (docs/stories.md). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class LibraryIT {

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName(
      "completed, favorite and begun lectures appear in the Library, and can be played again")
  void lists(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.openLecture(titles.first());
    story.click("button", "lecture.complete");
    story.find("button", "lecture.reopen");
    browser.find("button", story.texts().named("play.again", titles.first()));
    story.click("button", "lecture.favorite.named", "title", titles.first());
    awaitPressed(story, titles.first());
    story.goBack(titles.series());
    browser.awaitText(story.texts().count("series.completed", 1));
    story.goTo("home.title");
    story.findIn("home.next", "link", titles.second());
    listBegunAndCompleted(story);
    playCompletedAgain(story);
  }

  private static void listBegunAndCompleted(Story story) throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    story.follow(titles.series());
    story.follow(titles.second());
    playback.start(titles.second());
    playback.pause();
    story.goTo("home.title");
    story.findIn("home.continue", "link", titles.second());
    story.goTo("library.title");
    assertThat(browser.names("tab", ""))
        .containsExactly(
            story.say("library.progress"),
            story.say("library.favorites"),
            story.say("library.completed"),
            story.say("library.history"));
    browser.find("link", titles.second());
    story.click("tab", "library.progress");
    nextTab(story, "library.favorites", titles.first());
    nextTab(story, "library.completed", titles.first());
    nextTab(story, "library.history", titles.second());
    assertThat(browser.look("link", titles.first()))
        .as("in the history, what was only marked")
        .isEmpty();
  }

  private static void playCompletedAgain(Story story) throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    story.click("tab", "library.completed");
    playback.startAt(titles.first(), 0);
    playback.pause();
    story.follow(titles.first());
    story.click("button", "lecture.favorite.named", "title", titles.first());
    story.goBack(story.say("library.title"));
    story.click("tab", "library.favorites");
    story.awaitText("library.favorites.advice");
    story.click("tab", "library.history");
    assertThat(browser.find("tabpanel", story.say("library.history")).getText())
        .as("the last heard is the first")
        .containsSubsequence(titles.first(), titles.second());
  }

  /** By the arrow key along the direction of reading. */
  private static void nextTab(Story story, String titleKey, String lecture) {
    story.browser().press(story.setting().isArabic() ? Keys.ARROW_LEFT : Keys.ARROW_RIGHT);
    story
        .browser()
        .await("the tab " + titleKey, () -> story.browser().focused().equals(story.say(titleKey)));
    assertThat(story.find("tab", titleKey).getDomAttribute("aria-selected")).isEqualTo("true");
    story.browser().find("link", lecture);
  }

  private static void awaitPressed(Story story, String title) {
    story
        .browser()
        .await(
            "a favorite",
            () ->
                "true"
                    .equals(
                        story
                            .find("button", "lecture.favorite.named", "title", title)
                            .getDomAttribute("aria-pressed")));
  }
}

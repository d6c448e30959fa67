package app.durus.product.browsing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.TestCatalogue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** What the listener made their own, as product.md tells it, in both languages and sizes. */
@EnabledIf("app.durus.product.browser.Browser#isThere")
class LibraryIT {

  @RegisterExtension static final StoryHarness STAND = new StoryHarness();

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("completed, favorite and begun lectures gather in the Library, and are heard again")
  void shelves(StoryVariant setting) throws Exception {
    Story story = STAND.tell(setting, "/");
    Browser browser = story.browser();
    Playback playback = story.playback();
    TestCatalogue shelf = story.shelf();
    story.openLecture(shelf.first());
    story.click("button", "lecture.complete");
    story.find("button", "lecture.reopen");
    browser.find("button", story.words().named("play.again", shelf.first()));
    story.click("button", "lecture.favorite.named", "title", shelf.first());
    awaitPressed(story, shelf.first());
    story.goBack(shelf.series());
    browser.awaitText(story.words().count("series.completed", 1));
    story.goTo("home.title");
    story.findIn("home.next", "link", shelf.second());

    story.follow(shelf.series());
    story.follow(shelf.second());
    playback.start(shelf.second());
    playback.pause();
    story.goTo("home.title");
    story.findIn("home.continue", "link", shelf.second());
    story.goTo("library.title");
    assertThat(browser.names("tab", ""))
        .containsExactly(
            story.say("library.progress"),
            story.say("library.favorites"),
            story.say("library.completed"),
            story.say("library.history"));
    browser.find("link", shelf.second());
    story.click("tab", "library.progress");
    nextTab(story, "library.favorites", shelf.first());
    nextTab(story, "library.completed", shelf.first());
    nextTab(story, "library.history", shelf.second());
    assertThat(browser.look("link", shelf.first()))
        .as("in the history, what was only marked")
        .isEmpty();

    story.click("tab", "library.completed");
    playback.startAt(shelf.first(), 0);
    playback.pause();
    story.follow(shelf.first());
    story.click("button", "lecture.favorite.named", "title", shelf.first());
    story.goBack(story.say("library.title"));
    story.click("tab", "library.favorites");
    story.awaitText("library.favorites.advice");
    story.click("tab", "library.history");
    assertThat(browser.find("tabpanel", story.say("library.history")).getText())
        .as("the last heard is the first")
        .containsSubsequence(shelf.first(), shelf.second());
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

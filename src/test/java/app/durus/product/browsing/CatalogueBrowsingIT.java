package app.durus.product.browsing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryLibrary;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The catalogue, in both languages, on a phone and on a desk (docs/stories.md). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class CatalogueBrowsingIT {

  /** Far down in the long series. */
  private static final int FAR = 18;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.Everywhere
  @DisplayName(
      "the listener goes from scholar to series to lecture, and returns to the former place")
  void browsing(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    String scholar = StoryLibrary.scholar(setting);
    String series = StoryLibrary.series(setting);
    String lecture = StoryLibrary.lecture(setting, FAR);
    story.goTo("browse.title");

    long browsed = scrollTo(browser, browser.find("link", scholar));
    story.follow(scholar);
    assertThat(browser.focused()).as("the focus after a change of view").isEqualTo(scholar);
    story.follow(series);
    browser.awaitText(setting.isArabic() ? "دروس ألقيت في المسجد." : "Given in the mosque.");
    browser.awaitText(story.texts().count("series.lessons", StoryLibrary.LECTURES));
    long down = scrollTo(browser, browser.find("link", lecture));
    assertThat(down).as("how far the lecture is down").isPositive();
    story.follow(lecture);
    assertThat(browser.focused()).isEqualTo(lecture);
    awaitScrolled(browser, 0);

    story.goBack(series);
    awaitScrolled(browser, down);
    assertThat(browser.focused()).as("the focus after the way back").isEqualTo(series);
    story.goBack(scholar);
    story.goTo("browse.title");
    awaitScrolled(browser, 0);
    browser.script("history.go(-2)");
    browser.find("heading", story.say("browse.title"));
    awaitScrolled(browser, browsed);
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("search ignores vowel signs, hamza, articles and transliteration marks")
  void searching(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/browse");
    Browser browser = story.browser();
    String series = StoryLibrary.series(setting);
    for (String query :
        List.of("usul thalathah", "USOOL", "al-Usul", "الاصول الثلاثه", "شَرْحُ الأُصُولِ")) {
      search(story, query);
      assertThat(found(story, "search.series", series)).as(query).isTrue();
    }
    search(story, setting.isArabic() ? "عبد الرحمان بن ناصر" : "abd al rahman nasir");
    search(story, setting.isArabic() ? "معلم تجريبى" : "demonstration");
    assertThat(found(story, "search.scholars", setting.titles().scholar())).isTrue();

    search(story, "zzzz");
    browser.awaitSaid(story.texts().count("search.found", 0));
    story.awaitText("browse.nothing.advice");

    String query = setting.isArabic() ? "حسن الإستماع" : "listening wel";
    search(story, query);
    browser.findStarting("link", setting.titles().second());
    browser.press(Keys.ARROW_DOWN);
    browser.press(Keys.ENTER);
    browser.find("heading", setting.titles().second());
    story.goTo("browse.title");
    story.find("region", "search.recent");
    browser.click("button", query);
    browser.findStarting("link", setting.titles().second());
    story.find("textbox", "browse.search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
    story.click("button", "search.forget");
    story.awaitGone("region", "search.recent");
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "deep links open their view on the first visit and offline, where all of the catalogue is readable")
  void deepLinks(StoryVariant setting) throws Exception {
    StoryVariant.LectureTitles titles = setting.titles();
    Story story = HARNESS.tell(setting, "about:blank");
    Browser browser = story.browser();
    String lecture = "/lectures/" + story.idOf("lecture", "title", titles.first());
    String series = "/series/" + story.idOf("series", "title", titles.series());
    String scholar = "/scholars/" + story.idOf("scholar", "name", titles.scholar());

    story.app().open(lecture);
    browser.find("heading", titles.first());
    story.app().awaitWorker();
    story.goBack(titles.series());
    assertThat(browser.path()).isEqualTo(series);

    story.goOffline();
    story.app().open(lecture);
    browser.find("heading", titles.first());
    story.find("image", "offline.sign");
    story.app().open(series);
    browser.find("link", titles.third());
    story.app().open(scholar);
    browser.find("link", titles.single());
    story.app().open("/library?tab=history");
    browser.awaitText(story.say("library.history.advice"));
    story.app().open("/browse?q=" + (setting.isArabic() ? "الادب" : "manners"));
    browser.findStarting("link", titles.first());
    story.app().open("/nowhere");
    story.awaitText("notfound.words");
    story.click("link", "notfound.home");
    browser.find("heading", story.say("home.title"));
    browser.find("link", titles.series());
  }

  private static void search(Story story, String query) {
    story.browser().type(story.say("browse.search"), query);
    story
        .browser()
        .await(
            "the search in the address",
            () ->
                (Boolean)
                    story
                        .browser()
                        .script(
                            "return (new URLSearchParams(location.search).get('q') ?? '')"
                                + " === arguments[0]",
                            query));
  }

  private static boolean found(Story story, String regionKey, String title) {
    WebElement region = story.find("region", regionKey);
    return story.browser().await(title, () -> region.getText().contains(title) ? true : null);
  }

  /** Scrolls, and returns how far the page is scrolled then. */
  private static long scrollTo(Browser browser, WebElement element) {
    return (Long)
        browser.script(
            """
            arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });
            return Math.round(scrollY);
            """,
            element);
  }

  private static void awaitScrolled(Browser browser, long px) {
    browser.await(
        "the page down by " + px,
        () -> (Boolean) browser.script("return Math.abs(scrollY - arguments[0]) <= 2", px));
  }
}

package app.durus.product.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.app.UiTexts;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryLibrary;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The listener's choices for a device, in both languages and sizes (docs/stories.md). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class SettingsIT {

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("the language is the browser's, changes at once, and stays offline too")
  void language(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    StoryVariant other = setting.inTheOtherLanguage();
    UiTexts otherWords = other.texts();
    browser.find("heading", story.say("home.title"));
    browser.find("link", StoryLibrary.series(setting));
    assertThat(direction(story)).isEqualTo(setting.isArabic() ? "ar rtl" : "en ltr");

    story.app().visit("/settings");
    browser.choose(story.say("settings.language"), other.isArabic() ? "العربية" : "English");
    browser.find("heading", otherWords.say("settings.title"));
    assertThat(direction(story)).isEqualTo(other.isArabic() ? "ar rtl" : "en ltr");
    browser.click("link", otherWords.say("home.title"));
    browser.find("link", StoryLibrary.series(other));
    story.app().awaitWorker();
    browser.reload();
    browser.find("heading", otherWords.say("home.title"));

    story.goOffline();
    browser.reload();
    browser.find("heading", otherWords.say("home.title"));
    story.app().visit("/settings");
    browser.choose(otherWords.say("settings.language"), setting.isArabic() ? "العربية" : "English");
    browser.find("heading", story.say("settings.title"));
    assertThat(direction(story)).isEqualTo(setting.isArabic() ? "ar rtl" : "en ltr");
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName("the theme follows the system or the listener's choice, which stays")
  void theme(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/settings");
    Browser browser = story.browser();
    String choice = story.say("settings.theme");
    browser.find("combobox", choice);
    browser.colorScheme("light");
    long light = brightness(story);
    browser.colorScheme("dark");
    assertThat(brightness(story)).as("a dark system's page").isLessThan(light);
    browser.choose(choice, story.say("settings.theme.light"));
    assertThat(brightness(story)).as("the listener's choice").isEqualTo(light);
    browser.reload();
    browser.find("combobox", choice);
    assertThat(brightness(story)).as("after loading anew").isEqualTo(light);
    browser.choose(choice, story.say("settings.theme.dark"));
    browser.colorScheme("light");
    assertThat(brightness(story)).isLessThan(light);
    browser.choose(choice, story.say("settings.theme.system"));
    assertThat(brightness(story)).isEqualTo(light);
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName(
      "the default speed applies to series without their own, and autoplay can be switched off")
  void playbackDefaults(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/settings");
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    String usual = story.texts().number(2) + "×";
    browser.choose(story.say("settings.rate"), usual);
    assertThat(story.find("switch", "settings.autoplay").isSelected()).isTrue();
    story.click("switch", "settings.autoplay");

    story.app().visit("/");
    story.follow(titles.series());
    story.follow(titles.first());
    playback.start(titles.first());
    playback.open(titles.first());
    assertThat(story.chosen("player.speed")).isEqualTo(usual);
    String nextName =
        story
            .texts()
            .say("play.named", "action", story.say("next.manual"), "title", titles.second());
    browser.find("button", nextName);
    playback.seekBeforeTheEnd();
    story.find("button", "lecture.reopen");
    story.find("button", "play.play");
    browser.find("heading", titles.first());
    story.click("button", "next.now.named", "title", titles.second());
    browser.find("heading", titles.second());
    playback.awaitHeard();
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "installing is offered after real use only, by the browser's own dialog, and put off")
  void installing(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    browser.find("link", titles.series());
    announceInstall(browser);
    assertThat(browser.look("complementary", story.say("install.title"))).isEmpty();
    story.openLecture(titles.first());
    story.click("button", "lecture.complete");
    story.goTo("home.title");
    story.find("complementary", "install.title");
    story.click("button", "install.later");
    story.awaitGone("complementary", "install.title");

    story.app().visit("/settings");
    story.find("region", "install.title");
    browser.script(
        "arguments[0].scrollIntoView({ block: 'center' })", story.find("button", "install.button"));
    story.click("button", "install.button");
    assertThat(browser.script("return window.prompted")).isEqualTo(true);
    story.awaitGone("region", "install.title");
  }

  /**
   * Sends the event that Chromium sends where the app can be installed; an automated Chromium never
   * sends it.
   */
  private static void announceInstall(Browser browser) {
    browser.script(
        """
        const offer = new Event('beforeinstallprompt', { cancelable: true });
        offer.prompt = () => { window.prompted = offer.defaultPrevented; return Promise.resolve(); };
        window.dispatchEvent(offer);
        """);
  }

  private static String direction(Story story) {
    return (String)
        story
            .browser()
            .script("return document.documentElement.lang + ' ' + document.documentElement.dir");
  }

  /** The brightness of the page's background, from 0 to 765. */
  private static long brightness(Story story) {
    return (Long)
        story
            .browser()
            .script(
                """
                return getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g)
                  .slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
                """);
  }
}

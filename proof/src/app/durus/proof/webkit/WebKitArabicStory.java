package app.durus.proof.webkit;

import app.durus.product.app.App;
import app.durus.product.app.UiTexts;
import app.durus.product.stories.StoryVariant;
import app.durus.proof.browser.BrowserHarness;
import app.durus.proof.run.DivergenceException;
import org.openqa.selenium.Dimension;

/**
 * The app in Arabic and in a narrow window, in WebKit. The language is chosen in Settings, and Home
 * is mirrored.
 */
final class WebKitArabicStory {

  /** The window's least width is 447 px, where the app uses its layout for phones. */
  private static final Dimension PHONE = new Dimension(390, 844);

  private static final StoryVariant.LectureTitles TITLES = StoryVariant.LectureTitles.ARABIC;

  private final WebKit browser;
  private final UiTexts texts = UiTexts.of("ar");
  private final App app;

  WebKitArabicStory(BrowserHarness harness, WebKit browser) {
    this.browser = browser;
    this.app = new App(browser, harness.wire().url(), texts);
  }

  void readHome() throws DivergenceException {
    browser.resize(PHONE);
    app.open("/settings");
    browser.choose(UiTexts.of("en").say("settings.language"), "العربية");
    browser.find("heading", texts.say("settings.title"));
    browser.click("link", texts.say("home.title"));
    browser.find("heading", texts.say("home.title"));
    browser.findIn(browser.find("region", texts.say("home.series")), "link", TITLES.series());
    String seen =
        (String)
            browser.script(
                """
                const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
                return `${lang} ${dir} ${scrollWidth - clientWidth}`;
                """);
    DivergenceException.unless(
        seen.equals("ar rtl 0"), "Home's language, direction and overflow: " + seen);
    DivergenceException.unless(
        browser.find("navigation", texts.say("app.navigation")).isDisplayed(), "no navigation");
  }
}

package app.durus.product;

import app.durus.server.simulation.Diverged;
import org.openqa.selenium.Dimension;

/**
 * The app in Arabic and as phones show it, in WebKit: chosen in Settings, mirrored, read on Home,
 * and listened to, with a network and without.
 */
final class WebKitArabicStory {

  /** Its window gets no narrower than 447 px, which is a phone's to the app. */
  private static final Dimension PHONE = new Dimension(390, 844);

  private static final Setting.Shelf SHELF = Setting.Shelf.ARABIC;

  private final BrowserStand stand;
  private final WebKit browser;
  private final Words words = Words.of("ar");
  private final App app;
  private final Playback playback;

  WebKitArabicStory(BrowserStand stand, WebKit browser) {
    this.stand = stand;
    this.browser = browser;
    this.app = new App(browser, stand.wire().url(), words);
    this.playback = new Playback(browser, words);
  }

  /**
   * @param lecture the first of the Arabic shelf
   */
  void tell(Lecture lecture) throws Exception {
    browser.resize(PHONE);
    readHome();
    app.visit(lecture);
    listen(lecture.title());
    app.download();
    stand.wire().cut();
    app.open(lecture.path());
    browser.find("heading", lecture.title());
    playback.start(lecture.title());
    browser.find("image", words.say("offline.sign"));
    playback.open(lecture.title());
    browser.awaitText(words.say("player.source.device"));
    playback.pause();
    playback.close();
    stand.wire().open();
  }

  private void readHome() throws Diverged {
    app.open("/settings");
    browser.choose(Words.of("en").say("settings.language"), "العربية");
    browser.find("heading", words.say("settings.title"));
    browser.click("link", words.say("home.title"));
    browser.find("heading", words.say("home.title"));
    browser.findIn(browser.find("region", words.say("home.series")), "link", SHELF.series());
    String seen =
        (String)
            browser.script(
                """
                const { lang, dir, scrollWidth, clientWidth } = document.documentElement;
                return `${lang} ${dir} ${scrollWidth - clientWidth}`;
                """);
    Diverged.unless(seen.equals("ar rtl 0"), "Home's language, direction and overflow: " + seen);
    Diverged.unless(
        browser.find("navigation", words.say("app.navigation")).isDisplayed(), "no navigation");
  }

  private void listen(String title) {
    playback.start(title);
    playback.open(title);
    browser.click("button", words.say("player.forward30"));
    playback.awaitPosition(30_000, 40_000);
    playback.seek(10_000);
    playback.awaitPosition(10_000, 15_000);
    playback.pause();
    playback.close();
  }
}

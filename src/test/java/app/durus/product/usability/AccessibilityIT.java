package app.durus.product.usability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.App;
import app.durus.product.browser.Axe;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Every view of the packaged product, in both languages and both themes, on a phone, and the views
 * that differ on a desktop: axe finds no fault. The listener has an account, and lectures that were
 * played, completed, marked, downloaded and queued, so that the views have contents.
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class AccessibilityIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final List<String> LANGUAGES = List.of("en", "ar");
  private static final String SERIES = "Manners of the Student";
  private static final String FIRST = "Why Manners Come First";
  private static final String SECOND = "Listening Well";
  private static final String THIRD = "Asking and Answering";

  @TempDir Path folder;

  private Product product;
  private Browser browser;
  private Axe axe;
  private final List<String> found = new ArrayList<>();

  @Test
  @DisplayName("axe finds no fault in any view, in both languages and both themes")
  void eachView() throws Exception {
    try (Product started = Product.start(folder.resolve("data"));
        Browser opened = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      product = started;
      browser = opened;
      axe = new Axe(browser);
      browser.colorScheme("light");
      look("first visit", "/");
      look("downloads, empty", "/downloads");
      look("sign-in", "/sign-in");
      furnish();
      for (String language : LANGUAGES) {
        browser.resize(PHONE);
        browser.script("localStorage.setItem('durus.language', arguments[0])", language);
        for (Map.Entry<String, String> view : views().entrySet()) {
          look(language + " " + view.getKey(), view.getValue());
        }
        lookAtSheets(language);
        browser.resize(DESKTOP);
        look(language + " home, desktop", "/");
        look(language + " settings, desktop", "/settings");
      }
    }
    assertThat(found).isEmpty();
  }

  /** Makes an account and its listener's states. */
  private void furnish() {
    browser.open(product.url() + "/");
    browser.find("heading", "Home");
    new App(browser, product.url()).signUp("Maryam");
    browser.clickStarting("link", SERIES);
    browser.find("heading", SERIES);
    browser.clickStarting("button", "Play: " + FIRST);
    browser.clickStarting("button", "Download: " + SECOND);
    browser.find("image", "On this device");
    for (String title : List.of(SECOND, THIRD)) {
      browser.click("button", "More: " + title);
      browser.click("button", "Add to queue");
    }
    browser.click("button", "More: " + THIRD);
    browser.click("button", "Mark as completed");
    browser.clickStarting("button", "Pause: " + FIRST);
    browser.clickStarting("link", FIRST);
    browser.click("button", "Favorite: " + FIRST);
  }

  private Map<String, String> views() throws Exception {
    String lecture = id("SELECT id FROM lecture WHERE title = '" + FIRST + "'");
    String downloaded = id("SELECT id FROM lecture WHERE title = '" + SECOND + "'");
    return Map.ofEntries(
        Map.entry("home", "/"),
        Map.entry("browse", "/browse"),
        Map.entry("search", "/browse?q=manners"),
        Map.entry("search, nothing found", "/browse?q=zzzz"),
        Map.entry(
            "scholar",
            "/scholars/" + id("SELECT scholar_id FROM lecture WHERE id = '" + lecture + "'")),
        Map.entry(
            "series",
            "/series/" + id("SELECT series_id FROM lecture WHERE id = '" + lecture + "'")),
        Map.entry("lecture", "/lectures/" + lecture),
        Map.entry("lecture, downloaded", "/lectures/" + downloaded),
        Map.entry("library", "/library"),
        Map.entry("downloads", "/downloads"),
        Map.entry("settings", "/settings"),
        Map.entry("account", "/account"),
        Map.entry("journal", "/journal"),
        Map.entry("no such view", "/nowhere"));
  }

  private void look(String name, String path) {
    browser.open(product.url() + path);
    browser.await(
        "a heading", () -> (Boolean) browser.script("return !!document.querySelector('main h1')"));
    inBothThemes(name);
  }

  /** What opens over a view. */
  private void lookAtSheets(String language) throws Exception {
    String series = id("SELECT series_id FROM lecture WHERE title = '" + FIRST + "'");
    look(language + " series", "/series/" + series);
    open(".lecture-row [aria-haspopup=dialog]", "dialog.action-sheet[open]");
    inBothThemes(language + " lecture's menu");
    browser.script("document.querySelector('dialog[open]').close()");
    open(".mini-player-open", "dialog.player-sheet[open]");
    inBothThemes(language + " player");
    open(".player-sheet-head [aria-expanded]", ".queue-row");
    inBothThemes(language + " queue");
    look(language + " downloads", "/downloads");
    browser.clickStarting(
        "button", language.equals("ar") ? "حذف من الجهاز" : "Remove from this device");
    browser.await(
        "a question",
        () -> (Boolean) browser.script("return !!document.querySelector('dialog.question[open]')"));
    inBothThemes(language + " question before removing");
    look(language + " settings", "/settings");
    open(".keys-only button", "dialog.shortcut-help[open]");
    inBothThemes(language + " keyboard shortcuts");
  }

  private void open(String control, String opened) {
    browser.await(
        control,
        () ->
            (Boolean)
                browser.script(
                    "const it = document.querySelector(arguments[0]); it?.click(); return !!it",
                    control));
    browser.await(
        opened,
        () -> (Boolean) browser.script("return !!document.querySelector(arguments[0])", opened));
  }

  private void inBothThemes(String place) {
    browser.script("document.documentElement.dataset.theme = 'light'");
    found.addAll(axe.violations(place + ", light"));
    browser.script("document.documentElement.dataset.theme = 'dark'");
    found.addAll(axe.violationsOfColour(place + ", dark"));
  }

  private String id(String question) throws Exception {
    return product.ask(question).orElseThrow();
  }
}

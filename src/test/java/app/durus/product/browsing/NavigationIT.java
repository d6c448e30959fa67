package app.durus.product.browsing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/** Where a listener is in the app, on the packaged product and in a real browser. */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class NavigationIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String SERIES = "Manners of the Student";
  private static final String FIRST = "Why Manners Come First";
  private static final String SECOND = "Listening Well";

  @TempDir Path folder;

  @Test
  @DisplayName("the address contains the search, and the field follows the address")
  void searchAndAddress() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      browser.open(product.url() + "/browse?q=listening");
      browser.findStarting("link", SECOND);
      awaitSearch(browser, "listening");

      browser.click("link", "Browse");
      awaitSearch(browser, "");
      browser.findStarting("link", SERIES);

      browser.script("history.back()");
      awaitSearch(browser, "listening");
      browser.clickStarting("link", SECOND);
      browser.find("heading", SECOND);
      browser.script("history.back()");
      awaitSearch(browser, "listening");

      browser.type("Search", "asking");
      browser.findStarting("link", "Asking and Answering");
      awaitSearch(browser, "asking"); // The address follows a moment later.
      browser.script("history.forward()");
      browser.script("history.back()");
      awaitSearch(browser, "asking");
    }
  }

  @Test
  @DisplayName("after \"Stop listening\" the next lecture is shown docked, and no dialog opens")
  void stopListening() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      browser.open(product.url() + "/");
      browser.clickStarting("link", SERIES);
      browser.clickStarting("link", FIRST);
      browser.clickStarting("button", "Play: " + FIRST);
      browser.click("link", "Back");
      browser.click("button", "Open player: " + FIRST);
      browser.click("button", "Stop listening");
      browser.await("no player", () -> count(browser, ".mini-player") == 0 ? true : null);
      browser.clickStarting("link", SECOND);
      browser.clickStarting("button", "Play: " + SECOND);
      browser.find("button", "Open player: " + SECOND);
      assertThat(count(browser, "dialog")).isZero();
    }
  }

  @Test
  @DisplayName(
      "installing is offered after real use only, in pictures on an iPhone, and put away once")
  void installing() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      browser.beforeEveryPage(
          "Object.defineProperty(navigator, 'standalone', { value: false, configurable: true })");
      browser.open(product.url() + "/");
      browser.clickStarting("link", SERIES);
      assertThat(browser.text()).doesNotContain("Install the app");
      browser.clickStarting("button", "Download: " + FIRST);
      browser.find("image", "On this device");

      browser.click("link", "Home");
      browser.find("heading", "Install the app");
      browser.awaitText("Add to Home Screen");
      browser.awaitText("Sign in first, and your progress comes along.");
      assertThat(count(browser, ".install-picture")).isEqualTo(3);
      browser.click("button", "Not now");
      browser.await("no invitation", () -> count(browser, ".install") == 0 ? true : null);
      browser.reload();
      browser.findStarting("link", SERIES);
      assertThat(browser.text()).doesNotContain("Install the app");

      installFromSettings(browser, product);
    }
  }

  private static void installFromSettings(Browser browser, Product product) {
    browser.open(product.url() + "/settings");
    browser.find("heading", "Install the app");
    browser.script(
        """
        Object.defineProperty(navigator, 'standalone', { value: undefined });
        const offer = new Event('beforeinstallprompt', { cancelable: true });
        offer.prompt = () => { window.prompted = offer.defaultPrevented; return Promise.resolve(); };
        window.dispatchEvent(offer);
        """);
    // The driver would scroll it only to the screen's edge, behind the tabs.
    browser.script(
        "arguments[0].scrollIntoView({ block: 'center' })", browser.find("button", "Install"));
    browser.click("button", "Install");
    assertThat(browser.script("return window.prompted")).isEqualTo(true);
  }

  private static void awaitSearch(Browser browser, String query) {
    browser.await(
        "the search \"" + query + "\" in field and address",
        () ->
            (Boolean)
                    browser.script(
                        """
                        const address = new URLSearchParams(location.search).get('q') ?? '';
                        const field = document.querySelector('.browse-search input')?.value;
                        return address === arguments[0] && field === arguments[0];
                        """,
                        query)
                ? true
                : null);
  }

  private static long count(Browser browser, String selector) {
    return (Long) browser.script("return document.querySelectorAll(arguments[0]).length", selector);
  }
}

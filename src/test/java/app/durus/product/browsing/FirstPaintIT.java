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

/** The first paint before the app has loaded, on the packaged product and in a real browser. */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class FirstPaintIT {

  private static final Dimension PHONE = new Dimension(390, 844);

  /** The contents of a page that is parsed while the app is requested and has not arrived. */
  private static final String FIRST_PICTURE =
      """
      addEventListener('DOMContentLoaded', () => {
        const picture = document.querySelector('#outlet > img');
        const { width, left, right } = picture.getBoundingClientRect();
        const place = left + right === document.documentElement.clientWidth ? 'centred' : 'aside';
        window.opening = `${picture.alt}, ${width} px, ${place}`;
      });
      """;

  @TempDir Path folder;

  @Test
  @DisplayName(
      "the star stands there before the app, in the theme that was chosen; an app that cannot be"
          + " loaded says so, and comes with the network")
  void showsAFirstPicture() throws Exception {
    try (Product product = Product.start(folder.resolve("data"));
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      browser.colorScheme("light");
      browser.beforeEveryPage(FIRST_PICTURE);
      browser.beforeEveryPage("localStorage.setItem('durus.theme', 'dark')");
      browser.refuse("*/VAADIN/build/app-*.js");
      browser.open(product.url() + "/");
      browser.awaitText("Salafi Durus could not be loaded.");
      assertThat(browser.script("return window.opening"))
          .isEqualTo("Salafi Durus, 112 px, centred");
      assertThat(browser.script("return getComputedStyle(document.documentElement).colorScheme"))
          .isEqualTo("dark");

      browser.refuse();
      browser.script("window.dispatchEvent(new Event('online'))");
      browser.find("heading", "Home");
      assertThat(browser.script("return document.querySelectorAll('.opening').length"))
          .isEqualTo(0L);
    }
  }
}

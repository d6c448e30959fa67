package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.App;
import app.durus.product.browser.Browser;
import app.durus.product.browser.InstalledBrowser;
import app.durus.product.server.ProxiedProduct;
import app.durus.server.waiting.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * A listener's browser at a path of a real nginx that asks for a password: it can install the app,
 * downloads and plays, also while neither proxy nor server is there.
 */
@EnabledIf("app.durus.product.operation.SubPathIT#programsAreThere")
class SubPathIT {

  private static final Dimension WIDE = new Dimension(1280, 800);
  private static final String LECTURE = "Why Manners Come First";

  @TempDir Path folder;

  static boolean programsAreThere() {
    return BehindNginxIT.nginxIsThere() && InstalledBrowser.isThere();
  }

  @Test
  void theAppIsInstalledAndHeardOfflineBelowThePath() throws Exception {
    try (ProxiedProduct proxied = ProxiedProduct.start(folder);
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, WIDE)) {
      App app = new App(browser, proxied.guarded());
      // The password is given to a page that is no app: a page whose address has it cannot fetch.
      browser.open(proxied.guardedWithPassword() + "/manifest.webmanifest");
      app.open("/");
      browser.find("heading", "Home");
      checkManifest(browser, proxied);

      app.signUp("Below");
      browser.clickStarting("link", "Manners of the Student");
      browser.clickStarting("link", LECTURE);
      browser.find("heading", LECTURE);
      String lecturePage = browser.path();
      assertThat(lecturePage).startsWith("/durus/lectures/");
      app.download();
      assertThat(databases(browser)).isEqualTo("durus /durus/, durus-audio /durus/");

      proxied.stop();
      app.open(lecturePage.substring(ProxiedProduct.BASE_PATH.length()));
      browser.find("heading", LECTURE);
      browser.find("image", "Offline");
      browser.click("button", "Play: " + LECTURE);
      browser.find("button", "Pause");
      browser.await("playback without a server", () -> app.positionMs() > 500);
      app.pause();

      proxied.startAgain();
      Eventually.get(
          "the position in PostgreSQL",
          () ->
              proxied
                  .product()
                  .ask("SELECT position_ms::text FROM listening_state WHERE position_ms > 500"),
          Optional::isPresent);
    }
  }

  private static void checkManifest(Browser browser, ProxiedProduct proxied) {
    assertThat(browser.manifest().get("url"))
        .isEqualTo(proxied.guarded() + "/manifest.webmanifest");
    assertThat((List<?>) browser.manifest().get("errors")).isEmpty();
    assertThat(String.valueOf(browser.manifest().get("data"))).contains("Salafi Durus");
    assertThat(
            browser.asyncScript(
                "const done = arguments[arguments.length - 1];"
                    + "navigator.serviceWorker.ready.then((it) => done(it.scope));"))
        .isEqualTo(proxied.guarded() + "/");
  }

  private static Object databases(Browser browser) {
    return browser.asyncScript(
        "const done = arguments[arguments.length - 1];"
            + "indexedDB.databases()"
            + ".then((all) => done(all.map((one) => one.name).sort().join(', ')));");
  }
}

package app.durus.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Takes the pictures under {@code docs/screenshots/}: every view of the packaged product, phone and
 * desktop, in English and light and in Arabic and dark, with something listened to and something
 * downloaded. Run by {@code docs/screenshots/take}; not a test of the build.
 */
class Screenshots {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final Path PICTURES = Path.of("docs", "screenshots");
  private static final String NAME = "Maryam";
  private static final String PASSWORD = "correct horse battery";

  /** A view with the address at which it is. */
  private record View(String name, String path) {}

  @TempDir Path folder;

  @Test
  void ofEveryView() throws Exception {
    try (Product product = Product.start(folder.resolve("data"))) {
      try (Browser browser = Browser.start(folder.resolve("en"), Locale.ENGLISH, PHONE)) {
        browser.colorScheme("light");
        picture(browser, product, "sign-in", "/sign-in", "en-light");
        signUp(browser, product);
        listenAndDownload(browser, product);
        takeAll(browser, product, "en-light");
      }
      try (Browser browser =
          Browser.start(folder.resolve("ar"), Locale.forLanguageTag("ar"), PHONE)) {
        browser.colorScheme("dark");
        signIn(browser, product);
        download(browser, product, "آداب طالب العلم");
        openLecture(browser, product, "حسن الاستماع");
        browser.findStarting("button", "تشغيل").click();
        Thread.sleep(4_000);
        browser.click("button", "إيقاف مؤقت");
        takeAll(browser, product, "ar-dark");
        product.stop();
        browser.reload();
        for (Dimension size : List.of(PHONE, DESKTOP)) {
          take(browser, product, new View("offline-home", "/"), size, "ar-dark");
        }
        product.startAgain();
      }
    }
  }

  private void takeAll(Browser browser, Product product, String look) throws Exception {
    String lecture = lectureOf(product, look.startsWith("ar") ? "ar" : "en");
    List<View> views =
        List.of(
            new View("home", "/"),
            new View("browse", "/browse"),
            new View("scholar", "/scholars/" + ask(product, lecture, "scholar_id")),
            new View("series", "/series/" + ask(product, lecture, "series_id")),
            new View("lecture", "/lectures/" + lecture),
            new View("library", "/library"),
            new View("downloads", "/downloads"),
            new View("settings", "/settings"));
    for (Dimension size : List.of(PHONE, DESKTOP)) {
      for (View view : views) {
        take(browser, product, view, size, look);
      }
      browser.script("document.querySelector('.mini-player-open').click()");
      settle(browser);
      browser.screenshot(file("player", look, size));
      browser.script("document.querySelector('.player-sheet-head [aria-expanded]').click()");
      settle(browser);
      browser.screenshot(file("player-queue", look, size));
      browser.open(product.url() + "/");
    }
  }

  private static void picture(
      Browser browser, Product product, String name, String path, String look)
      throws IOException, InterruptedException {
    for (Dimension size : List.of(PHONE, DESKTOP)) {
      take(browser, product, new View(name, path), size, look);
    }
  }

  private static void take(Browser browser, Product product, View view, Dimension size, String look)
      throws IOException, InterruptedException {
    browser.resize(size);
    browser.open(product.url() + view.path());
    browser.await(
        "a heading", () -> (Boolean) browser.script("return !!document.querySelector('h1')"));
    settle(browser);
    browser.screenshot(file(view.name(), look, size));
  }

  /** Fonts, fades and the first look at the local store. */
  private static void settle(Browser browser) throws InterruptedException {
    browser.asyncScript("document.fonts.ready.then(arguments[0])");
    Thread.sleep(900);
  }

  private static Path file(String view, String look, Dimension size) {
    return PICTURES.resolve(
        "%s-%s-%dx%d.png".formatted(view, look, size.getWidth(), size.getHeight()));
  }

  private static void signUp(Browser browser, Product product) {
    browser.open(product.url() + "/sign-in");
    browser.click("button", "New here? Create an account");
    browser.type("User name", NAME);
    browser.typePassword("Password", PASSWORD);
    browser.click("button", "Create account");
    browser.find("heading", "Home");
  }

  private static void signIn(Browser browser, Product product) {
    browser.open(product.url() + "/sign-in");
    browser.type("اسم المستخدم", NAME);
    browser.typePassword("كلمة المرور", PASSWORD);
    browser.click("button", "دخول");
    browser.find("heading", "الرئيسية");
  }

  private static void listenAndDownload(Browser browser, Product product) throws Exception {
    for (String title : List.of("Why Manners Come First", "Listening Well")) {
      openLecture(browser, product, title);
      browser.findStarting("button", "Download").click();
      browser.awaitText("On this device");
    }
    openLecture(browser, product, "Why Manners Come First");
    browser.click("button", "Mark as completed");
    browser.click("button", "Favorite: Why Manners Come First");
    for (String title :
        List.of("شكر النعمة", "الأدب قبل العلم", "On Gratitude", "Listening Well")) {
      openLecture(browser, product, title);
      browser.findStarting("button", "Play").click();
      browser.click("button", "Forward 30 seconds");
      Thread.sleep(1_500);
      browser.click("button", "Pause");
    }
  }

  private static void openLecture(Browser browser, Product product, String title) throws Exception {
    String id = product.ask("SELECT id FROM lecture WHERE title = '" + title + "'").orElseThrow();
    browser.open(product.url() + "/lectures/" + id);
    browser.find("heading", title);
  }

  private static void download(Browser browser, Product product, String seriesTitle) {
    browser.open(product.url() + "/");
    browser.findStarting("link", seriesTitle).click();
    browser.findStarting("button", "تنزيل الكل").click();
    browser.await(
        "the series on this device",
        () ->
            (Boolean)
                browser.script("return document.body.innerText.split('على الجهاز').length > 3"));
  }

  private static String lectureOf(Product product, String language) throws Exception {
    return product
        .ask(
            "SELECT id FROM lecture WHERE published AND series_id IS NOT NULL AND language = '"
                + language
                + "' ORDER BY series_id, number LIMIT 1")
        .orElseThrow();
  }

  private static String ask(Product product, String lecture, String column) throws Exception {
    return product
        .ask("SELECT " + column + " FROM lecture WHERE id = '" + lecture + "'")
        .orElseThrow();
  }
}

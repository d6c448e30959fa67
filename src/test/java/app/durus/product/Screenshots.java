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
 * desktop, in English and Arabic, light and dark, with something listened to and something
 * downloaded. Run by {@code docs/screenshots/take}; not a test of the build.
 */
class Screenshots {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final List<Dimension> SIZES = List.of(PHONE, DESKTOP);
  private static final List<String> THEMES = List.of("light", "dark");
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
        picture(browser, product, "sign-in", "/sign-in", "en");
        signUp(browser, product);
        listenAndDownload(browser, product);
        invited(browser, product);
        takeAll(browser, product, "en");
      }
      try (Browser browser =
          Browser.start(folder.resolve("ar"), Locale.forLanguageTag("ar"), PHONE)) {
        picture(browser, product, "sign-in", "/sign-in", "ar");
        signIn(browser, product);
        download(browser, product, "آداب طالب العلم");
        openLecture(browser, product, "حسن الاستماع");
        browser.findStarting("button", "تشغيل").click();
        Thread.sleep(4_000);
        browser.click("button", "إيقاف مؤقت");
        lineUp(browser, product, "آداب طالب العلم", "المزيد", "إضافة إلى قائمة الانتظار");
        invited(browser, product);
        takeAll(browser, product, "ar");
        product.stop();
        browser.reload();
        picture(browser, product, "offline-home", "/", "ar");
        product.startAgain();
      }
    }
  }

  /** Home as it invites to install on an iPhone; after that it is quiet. */
  private static void invited(Browser browser, Product product) throws Exception {
    String iPhone =
        "Object.defineProperty(navigator, 'standalone', { value: %s, configurable: true })";
    String language = (String) browser.script("return document.documentElement.lang");
    browser.colorScheme("light");
    browser.beforeEveryPage(iPhone.formatted("false"));
    take(browser, product, new View("home-install", "/"), PHONE, language + "-light");
    browser.beforeEveryPage(iPhone.formatted("undefined"));
    browser.script("localStorage.setItem('durus.install', 'declined')");
  }

  private void takeAll(Browser browser, Product product, String language) throws Exception {
    String lecture = lectureOf(product, language);
    List<View> views =
        List.of(
            new View("home", "/"),
            new View("browse", "/browse"),
            new View("search", language.equals("ar") ? "/browse?q=الادب" : "/browse?q=manners"),
            new View("scholar", "/scholars/" + ask(product, lecture, "scholar_id")),
            new View("series", "/series/" + ask(product, lecture, "series_id")),
            new View("lecture", "/lectures/" + lecture),
            new View("library", "/library"),
            new View("downloads", "/downloads"),
            new View("settings", "/settings"),
            new View("journal", "/journal"));
    for (View view : views) {
      picture(browser, product, view.name(), view.path(), language);
    }
    for (Dimension size : SIZES) {
      for (String theme : THEMES) {
        String look = language + "-" + theme;
        browser.resize(size);
        browser.colorScheme(theme);
        browser.open(product.url() + "/");
        browser.await(
            "the player",
            () ->
                (Boolean)
                    browser.script(
                        "const it = document.querySelector('.mini-player-open');"
                            + " it?.click(); return it !== null"));
        settle(browser);
        browser.screenshot(file("player", look, size));
        browser.script("document.querySelector('.player-sheet-head [aria-expanded]').click()");
        settle(browser);
        browser.screenshot(file("player-queue", look, size));
      }
    }
  }

  private static void picture(
      Browser browser, Product product, String name, String path, String language)
      throws IOException, InterruptedException {
    for (Dimension size : SIZES) {
      for (String theme : THEMES) {
        browser.colorScheme(theme);
        take(browser, product, new View(name, path), size, language + "-" + theme);
      }
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
    lineUp(browser, product, "Manners of the Student", "More", "Add to queue");
  }

  /** The third and fourth lecture of a series. */
  private static void lineUp(
      Browser browser, Product product, String series, String more, String add) throws Exception {
    String id = product.ask("SELECT id FROM series WHERE title = '" + series + "'").orElseThrow();
    browser.open(product.url() + "/series/" + id);
    for (String title : lecturesOf(product, id)) {
      browser.click("button", more + ": " + title);
      browser.click("button", add);
    }
  }

  private static List<String> lecturesOf(Product product, String series) throws Exception {
    String titles =
        product
            .ask(
                "SELECT string_agg(title, E'\\n' ORDER BY number) FROM lecture WHERE number BETWEEN 3 AND 4"
                    + " AND published AND series_id = '"
                    + series
                    + "'")
            .orElseThrow();
    return List.of(titles.split("\n"));
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

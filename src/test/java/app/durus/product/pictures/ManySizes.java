package app.durus.product.pictures;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Pictures to look at, in windows of many sizes and with large text, of a library with long titles.
 * Run by {@code docs/screenshots/take --sizes FOLDER}; not a test of the build.
 */
class ManySizes {

  private static final String FOLDER =
      System.getenv().getOrDefault("DURUS_PICTURES", "target/pictures");

  private static final List<Dimension> SIZES =
      List.of(new Dimension(360, 740), new Dimension(820, 1180), new Dimension(1440, 900));

  private static final int LARGE_TEXT = 200;

  /** The app takes a minute. */
  private static final long SLOW_BYTES_PER_SECOND = 6_000;

  @TempDir Path folder;

  private Product product;
  private Browser browser;
  private PictureWords words;
  private Camera camera;

  @Test
  void takesEachSize() throws Exception {
    Path pictures = Files.createDirectories(Path.of(FOLDER));
    try (Product started = Product.startEmpty(folder.resolve("data"))) {
      product = started;
      Path library = LongTitleLibrary.write(folder.resolve("library"));
      Product.Ended imported = product.run("import", library.toString());
      if (imported.status() != 0) {
        throw new IllegalStateException(imported.output());
      }
      for (PictureWords language : List.of(PictureWords.english(), PictureWords.arabic())) {
        words = language;
        try (Browser opened =
            Browser.start(
                folder.resolve(words.tag()), Locale.forLanguageTag(words.tag()), SIZES.get(0))) {
          browser = opened;
          camera = new Camera(browser, product.url(), words, pictures);
          linked();
          listen();
          takeAll();
          account();
        }
      }
    }
  }

  private void listen() throws Exception {
    for (int number = 4; number <= 6; number++) {
      camera.open("/lectures/" + lecture(number));
      browser.clickStarting("button", words.of("lecture.favorite.named"));
      browser.clickStarting("button", words.of("download.start"));
      camera.awaitElement(".lecture-download-here");
    }
    browser.clickStarting("button", words.of("play.play") + ":");
    browser.clickStarting("button", words.of("play.pause"));
  }

  private void takeAll() throws Exception {
    Map<String, String> views = new LinkedHashMap<>();
    views.put("home", "/");
    views.put("browse", "/browse");
    views.put("search", "/browse?q=" + words.search());
    views.put("scholar", "/scholars/" + fact("scholar_id", 5));
    views.put("series", "/series/" + fact("series_id", 5));
    views.put("lecture", "/lectures/" + lecture(5));
    views.put("library", "/library?tab=favorites");
    views.put("downloads", "/downloads");
    views.put("settings", "/settings");
    views.put("sign-in", "/sign-in");
    for (Map.Entry<String, String> view : views.entrySet()) {
      for (Dimension size : SIZES) {
        camera.inSize(view.getKey(), view.getValue(), size, 100, look -> {});
      }
      camera.inSize(view.getKey(), view.getValue(), Camera.PHONE, LARGE_TEXT, look -> {});
    }
    for (Dimension size : SIZES) {
      camera.inSize("player", "/", size, 100, look -> openPlayer());
    }
    camera.inSize("player", "/", Camera.PHONE, LARGE_TEXT, look -> openPlayer());
  }

  /** The first visit by a link, before the app has arrived. */
  private void linked() throws Exception {
    camera.onPhone();
    browser.limitNetwork(SLOW_BYTES_PER_SECOND);
    browser.open(product.url() + "/lectures/" + lecture(5));
    camera.awaitElement("#linked-lecture");
    camera.shoot("linked");
    browser.limitNetwork(-1);
    camera.awaitElement("main h1");
  }

  /** What is rarely seen: each way to sign in, and the account. */
  private void account() throws Exception {
    camera.once("sign-in-code", "/sign-in?code=K7QF-2M9D-XR4T");
    camera.once("sign-in-invitation", "/sign-in?invitation=K7QF-2M9D-XR4T");
    camera.open("/sign-in");
    browser.click("button", words.of("signin.new"));
    browser.type(words.of("signin.name"), words.listener());
    browser.typePassword(words.of("signin.password"), "correct horse battery");
    browser.click("button", words.of("signin.create"));
    browser.find("heading", words.of("home.title"));
    for (Dimension size : SIZES) {
      camera.inSize("account", "/account", size, 100, look -> {});
    }
    camera.inSize("account", "/account", Camera.PHONE, LARGE_TEXT, look -> {});
  }

  private void openPlayer() {
    browser.clickStarting("button", words.of("player.open.named"));
    camera.awaitElement("dialog .player-sheet-edge:last-child select");
  }

  private String lecture(int number) throws Exception {
    return fact("id", number);
  }

  /** Of a lecture of the first series. */
  private String fact(String column, int number) throws Exception {
    return product
        .ask(
            "SELECT lecture."
                + column
                + " FROM lecture JOIN series ON series.id = series_id WHERE number = "
                + number
                + " ORDER BY series.title LIMIT 1")
        .orElseThrow();
  }
}

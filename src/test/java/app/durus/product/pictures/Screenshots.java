package app.durus.product.pictures;

import static app.durus.product.pictures.PictureLibrary.LECTURE;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures under {@code docs/screenshots/}: every view of the packaged product, phone and
 * desktop, in English and Arabic, light and dark, with lectures that were played and downloaded.
 * Views that appear rarely are taken once in each language. Run by {@code docs/screenshots/take};
 * not a test of the build.
 */
class Screenshots {

  private static final String PASSWORD = "correct horse battery";

  /** At which a lecture takes half a minute. */
  private static final long SLOW_BYTES_PER_SECOND = 1_500_000;

  private static final long MINUTE_MS = 60_000;
  private static final long HEARD_MS = 500;
  private static final String SEEK_BAR = "dialog .seek-bar input";

  @TempDir Path folder;

  private Product product;
  private Browser browser;
  private PictureWords words;
  private Camera camera;

  @Test
  void takesEachView() throws Exception {
    Camera.removeOld();
    try (Product started = Product.startEmpty(folder.resolve("data"))) {
      product = started;
      Path library = PictureLibrary.write(folder.resolve("library"));
      Product.Ended imported = product.run("import", library.toString());
      if (imported.status() != 0) {
        throw new IllegalStateException(imported.output());
      }
      for (PictureWords language : List.of(PictureWords.english(), PictureWords.arabic())) {
        words = language;
        Locale locale = Locale.forLanguageTag(words.tag());
        try (Browser opened = Browser.start(folder.resolve(words.tag()), locale, Camera.PHONE)) {
          browser = opened;
          camera = new Camera(browser, product.url(), words, Camera.PICTURES);
          takeAll();
        }
      }
    }
  }

  private void takeAll() throws Exception {
    camera.inEveryLook("sign-in", "/sign-in");
    camera.once("settings-guest", "/settings");
    signUp();
    listenAndDownload();
    invited();
    camera.inEveryLook("home", "/");
    camera.inEveryLook("browse", "/browse");
    camera.inEveryLook("search", "/browse?q=" + words.search());
    camera.inEveryLook("scholar", "/scholars/" + fact("scholar_id", LECTURE));
    camera.inEveryLook("series", "/series/" + fact("series_id", LECTURE));
    camera.inEveryLook("lecture", "/lectures/" + fact("id", LECTURE));
    camera.inEveryLook("library", "/library");
    camera.inEveryLook("downloads", "/downloads");
    camera.inEveryLook("settings", "/settings");
    camera.inEveryLook("journal", "/journal");
    player();
    downloading();
    product.stop();
    offline();
    product.startAgain();
  }

  private void signUp() {
    camera.open("/sign-in");
    browser.click("button", words.of("signin.new"));
    browser.type(words.of("signin.name"), words.listener());
    browser.typePassword(words.of("signin.password"), PASSWORD);
    browser.click("button", words.of("signin.create"));
    browser.find("heading", words.of("home.title"));
  }

  private void listenAndDownload() throws Exception {
    for (String title : List.of("معرفة العبد ربَّه", "أنواع العبادة", "الأدب قبل العلم")) {
      openLecture(title);
      browser.click("button", words.of("lecture.complete"));
    }
    for (String title : List.of("الرغبة والرهبة والخشوع", "أنواع العبادة", "فضل الصبر", LECTURE)) {
      openLecture(title);
      browser.clickStarting("button", words.of("download.start"));
      camera.awaitElement(".lecture-download-here");
    }
    listen("صفة الوضوء", 12);
    listen("حديث جبريل الطويل", 33);
    listen("فضل الصبر", 21);
    browser.clickStarting("button", words.of("lecture.favorite.named"));
    listen(LECTURE, 20);
    for (String title : List.of("حسن الاستماع", "السؤال والجواب", "إنما الأعمال بالنيات")) {
      openLecture(title);
      browser.clickStarting("button", words.of("menu.more.named"));
      browser.click("button", words.of("menu.queue"));
    }
  }

  /** Until a little after that minute. */
  private void listen(String title, int minute) throws Exception {
    openLecture(title);
    browser.clickStarting("button", words.of("play.play") + ":");
    openPlayer();
    awaitPosition(HEARD_MS);
    long toMs = minute * MINUTE_MS + 41_000;
    browser.slide(SEEK_BAR, toMs);
    awaitPosition(toMs + HEARD_MS);
    browser.click("button", words.of("play.pause"));
    browser.click("button", words.of("player.close"));
  }

  /** Home with its invitation to install on an iPhone; the invitation is then dismissed. */
  private void invited() throws Exception {
    String iPhone =
        "Object.defineProperty(navigator, 'standalone', { value: %s, configurable: true })";
    browser.beforeEveryPage(String.format(Locale.ROOT, iPhone, "false"));
    camera.onPhone();
    camera.open("/");
    camera.awaitElement(".install-steps");
    browser.script("document.querySelector('.install').scrollIntoView({ block: 'center' })");
    camera.shoot("home-install");
    browser.beforeEveryPage(String.format(Locale.ROOT, iPhone, "undefined"));
    browser.script("localStorage.setItem('durus.install', 'declined')");
  }

  private void player() throws Exception {
    camera.inEveryLook(
        "/",
        look -> {
          openPlayer();
          camera.shoot("player", look);
          browser.click("button", words.of("queue.title"));
          camera.shoot("player-queue", look);
        });
    camera.onPhone();
    camera.open("/");
    openPlayer();
    sleepTimer("15");
    camera.shoot("player-sleep");
    sleepTimer("off");
  }

  private void awaitPosition(long leastMs) {
    browser.await(
        "a position of at least " + leastMs,
        () ->
            (Boolean)
                browser.script(
                    "return document.querySelector(arguments[0])?.valueAsNumber >= arguments[1]",
                    SEEK_BAR,
                    leastMs));
  }

  private void openPlayer() {
    browser.clickStarting("button", words.of("player.open.named"));
    camera.awaitElement("dialog .player-sheet-edge:last-child select");
  }

  private void sleepTimer(String value) {
    browser.script(
        """
        const choice = document.querySelector('dialog .player-sheet-edge:last-child select');
        choice.value = arguments[0];
        choice.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        value);
  }

  private void downloading() throws Exception {
    camera.onPhone();
    camera.open("/series/" + fact("series_id", "سورة النبأ"));
    browser.limitNetwork(SLOW_BYTES_PER_SECOND);
    browser.clickStarting("button", words.of("series.download"));
    browser.clickStarting("link", words.of("downloads.title"));
    browser.await(
        "a download that is well on its way",
        () ->
            (Boolean)
                browser.script(
                    """
                    return [...document.querySelectorAll('.progress-ring-done')].some((ring) =>
                      ring.getAttribute('stroke-dashoffset') < 0.7 * ring.getAttribute('stroke-dasharray'));
                    """));
    camera.shoot("downloading");
    browser.limitNetwork(-1);
  }

  private void offline() throws Exception {
    camera.onPhone();
    camera.open("/");
    camera.awaitElement(".offline-sign");
    camera.shoot("offline-home");
    browser.clickStarting("link", words.of("downloads.title"));
    camera.shoot("offline-downloads");
  }

  private void openLecture(String title) throws Exception {
    camera.open("/lectures/" + fact("id", title));
  }

  private String fact(String column, String title) throws Exception {
    return product
        .ask("SELECT " + column + " FROM lecture WHERE title = '" + title + "'")
        .orElseThrow();
  }
}

package app.durus.product.pictures;

import static app.durus.product.pictures.PictureLibrary.LECTURE;

import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Takes the pictures under {@code docs/screenshots/}: every view of the packaged product, phone and
 * desktop, in English and Arabic, light and dark, with lectures that were played and downloaded.
 * Views that appear rarely are taken once in each language. Run by {@code docs/screenshots/take};
 * not a test of the build.
 */
class Screenshots {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final List<Dimension> SIZES = List.of(PHONE, DESKTOP);
  private static final List<String> THEMES = List.of("light", "dark");
  private static final Path PICTURES = Path.of("docs", "screenshots");

  /** Of 100: with this quality thin lines and letters have no visible artefacts. */
  private static final int QUALITY = 84;

  private static final String PASSWORD = "correct horse battery";

  /** At which a lecture takes half a minute. */
  private static final long SLOW_BYTES_PER_SECOND = 1_500_000;

  private static final long MINUTE_MS = 60_000;
  private static final long HEARD_MS = 500;
  private static final String SEEK_BAR = "dialog .seek-bar input";

  /**
   * Waits until fonts are loaded, fades have ended, pictures are decoded, and nothing is added any
   * more.
   */
  private static final String SETTLED =
      """
      const done = arguments[0];
      const QUIET_MS = 500;
      const nextFrame = () => new Promise(requestAnimationFrame);
      const fades = () =>
        document.getAnimations().filter(({ effect, playState }) =>
          playState === 'running' && effect.getComputedTiming().endTime !== Infinity);
      let changedAt = performance.now();
      new MutationObserver(() => { changedAt = performance.now(); })
        .observe(document.body, { subtree: true, childList: true });
      (async () => {
        do {
          await document.fonts.ready;
          await Promise.allSettled([...document.images].map((image) => image.decode()));
          await Promise.allSettled(fades().map(({ finished }) => finished));
          await nextFrame();
        } while (performance.now() - changedAt < QUIET_MS || fades().length > 0);
      })().then(done);
      """;

  @TempDir Path folder;

  private Product product;
  private Browser browser;
  private PictureWords words;

  @Test
  void takesEachView() throws Exception {
    removeOld();
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
        try (Browser opened = Browser.start(folder.resolve(words.tag()), locale, PHONE)) {
          browser = opened;
          takeAll();
        }
      }
    }
  }

  private void takeAll() throws Exception {
    inEveryLook("sign-in", "/sign-in");
    once("settings-guest", "/settings");
    signUp();
    listenAndDownload();
    invited();
    inEveryLook("home", "/");
    inEveryLook("browse", "/browse");
    inEveryLook("search", "/browse?q=" + words.search());
    inEveryLook("scholar", "/scholars/" + fact("scholar_id", LECTURE));
    inEveryLook("series", "/series/" + fact("series_id", LECTURE));
    inEveryLook("lecture", "/lectures/" + fact("id", LECTURE));
    inEveryLook("library", "/library");
    inEveryLook("downloads", "/downloads");
    inEveryLook("settings", "/settings");
    inEveryLook("journal", "/journal");
    player();
    downloading();
    product.stop();
    offline();
    product.startAgain();
  }

  private void signUp() {
    open("/sign-in");
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
      awaitElement(".lecture-download-here");
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
    onPhone();
    open("/");
    awaitElement(".install-steps");
    browser.script("document.querySelector('.install').scrollIntoView({ block: 'center' })");
    shoot("home-install");
    browser.beforeEveryPage(String.format(Locale.ROOT, iPhone, "undefined"));
    browser.script("localStorage.setItem('durus.install', 'declined')");
  }

  private void player() throws Exception {
    for (Dimension size : SIZES) {
      for (String theme : THEMES) {
        browser.resize(size);
        browser.colorScheme(theme);
        open("/");
        openPlayer();
        shoot("player", theme, size);
        browser.click("button", words.of("queue.title"));
        shoot("player-queue", theme, size);
      }
    }
    onPhone();
    open("/");
    openPlayer();
    sleepTimer("15");
    shoot("player-sleep");
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
    awaitElement("dialog .player-sheet-edge:last-child select");
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
    onPhone();
    open("/series/" + fact("series_id", "سورة النبأ"));
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
    shoot("downloading");
    browser.limitNetwork(-1);
  }

  private void offline() throws Exception {
    onPhone();
    open("/");
    awaitElement(".offline-sign");
    shoot("offline-home");
    browser.clickStarting("link", words.of("downloads.title"));
    shoot("offline-downloads");
  }

  private void openLecture(String title) throws Exception {
    open("/lectures/" + fact("id", title));
  }

  private void inEveryLook(String name, String path) throws Exception {
    for (Dimension size : SIZES) {
      for (String theme : THEMES) {
        browser.resize(size);
        browser.colorScheme(theme);
        open(path);
        shoot(name, theme, size);
      }
    }
  }

  private void once(String name, String path) throws Exception {
    onPhone();
    open(path);
    shoot(name);
  }

  private void onPhone() {
    browser.resize(PHONE);
    browser.colorScheme(words.theme());
  }

  private void open(String path) {
    browser.open(product.url() + path);
    awaitElement("main h1");
  }

  private void awaitElement(String selector) {
    browser.await(
        selector,
        () ->
            (Boolean)
                browser.script("return document.querySelector(arguments[0]) !== null", selector));
  }

  private void shoot(String name) throws Exception {
    shoot(name, words.theme(), PHONE);
  }

  /** Waits until everything that will be shown is shown. */
  private void shoot(String name, String theme, Dimension size) throws Exception {
    browser.asyncScript(SETTLED);
    String file =
        String.format(
            Locale.ROOT,
            "%s-%s-%s-%dx%d.webp",
            name,
            words.tag(),
            theme,
            size.getWidth(),
            size.getHeight());
    browser.picture(PICTURES.resolve(file), QUALITY);
  }

  /** Removes pictures that no new one replaces. */
  private static void removeOld() throws IOException {
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path picture : files.filter(file -> file.toString().endsWith(".webp")).toList()) {
        Files.delete(picture);
      }
    }
  }

  private String fact(String column, String title) throws Exception {
    return product
        .ask("SELECT " + column + " FROM lecture WHERE title = '" + title + "'")
        .orElseThrow();
  }
}

package app.durus.product.pictures;

import app.durus.product.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openqa.selenium.Dimension;

/** Opens views in a browser and takes their pictures, on phone and desktop, light and dark. */
final class Camera {

  /** How a view is shown. */
  record Look(String theme, Dimension size) {}

  /** What is done with a view in each look. */
  interface Shooting {

    void shoot(Look look) throws Exception;
  }

  static final Dimension PHONE = new Dimension(390, 844);
  private static final Dimension DESKTOP = new Dimension(1280, 800);
  static final Path PICTURES = Path.of("docs", "screenshots");

  /** Of 100: with this quality thin lines and letters have no visible artefacts. */
  private static final int QUALITY = 84;

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

  private final Browser browser;
  private final String address;
  private final PictureWords words;
  private final Path folder;

  /**
   * @param address of the app, without a slash at its end
   * @param folder of the pictures
   */
  Camera(Browser browser, String address, PictureWords words, Path folder) {
    this.browser = browser;
    this.address = address;
    this.words = words;
    this.folder = folder;
  }

  /**
   * Takes what the path leads to in a window of this size.
   *
   * @param textPercent of the usual size of text
   * @param before is done with the view first
   */
  void inSize(String name, String path, Dimension size, int textPercent, Shooting before)
      throws Exception {
    Look look = new Look("light", size);
    look(look);
    open(path);
    browser.script("document.documentElement.style.fontSize = arguments[0] + '%'", textPercent);
    before.shoot(look);
    shoot(textPercent == 100 ? name : name + "-text" + textPercent, look);
  }

  /** Takes the view at this path in every look. */
  void inEveryLook(String name, String path) throws Exception {
    inEveryLook(path, look -> shoot(name, look));
  }

  /**
   * Opens the view at this path in every look.
   *
   * @param shooting takes the pictures
   */
  void inEveryLook(String path, Shooting shooting) throws Exception {
    for (Dimension size : List.of(PHONE, DESKTOP)) {
      for (String theme : List.of("light", "dark")) {
        look(new Look(theme, size));
        open(path);
        shooting.shoot(new Look(theme, size));
      }
    }
  }

  private void look(Look look) {
    browser.resize(look.size());
    browser.colorScheme(look.theme());
  }

  /** Takes the view at this path on a phone, in the theme of the language. */
  void once(String name, String path) throws Exception {
    onPhone();
    open(path);
    shoot(name);
  }

  /** The browser becomes a phone in the theme of the language. */
  void onPhone() {
    look(phone());
  }

  void open(String path) {
    browser.open(address + path);
    awaitElement("main h1");
  }

  void awaitElement(String selector) {
    browser.await(
        selector,
        () ->
            (Boolean)
                browser.script("return document.querySelector(arguments[0]) !== null", selector));
  }

  /** Takes what is shown, as on a phone. */
  void shoot(String name) throws Exception {
    shoot(name, phone());
  }

  /** Takes what is shown, once everything that will be shown is shown. */
  void shoot(String name, Look look) throws Exception {
    browser.asyncScript(SETTLED);
    String file =
        String.format(
            Locale.ROOT,
            "%s-%s-%s-%dx%d.webp",
            name,
            words.tag(),
            look.theme(),
            look.size().getWidth(),
            look.size().getHeight());
    browser.picture(folder.resolve(file), QUALITY);
  }

  /** Removes all pictures, also those that no new one replaces. */
  static void removeOld() throws IOException {
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path picture : files.filter(file -> file.toString().endsWith(".webp")).toList()) {
        Files.delete(picture);
      }
    }
  }

  private Look phone() {
    return new Look(words.theme(), PHONE);
  }
}

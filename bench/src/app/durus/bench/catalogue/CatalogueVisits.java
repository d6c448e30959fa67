package app.durus.bench.catalogue;

import app.durus.bench.seek.RendererMemory;
import app.durus.product.browser.Browser;
import app.durus.proof.browser.ScriptedProxy;
import app.durus.server.processes.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** Visits of one catalogue with a phone's screen and a processor that is slowed down. */
final class CatalogueVisits implements AutoCloseable {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final int SLOWER = 4;

  /** 250 kbit/s. */
  private static final long LINE_BYTES_PER_SECOND = 31_250;

  private static final long LINE_LATENCY_MS = 300;
  private static final String BARE = "/bench/";

  /** When there is something to choose on Home, and a tap takes effect in the next frame. */
  private static final String WATCH =
      """
      const look = () => {
        const ready = document.querySelector('main .lecture-row a, main .continue-card button') !== null
          && document.querySelector('main .series-card a') !== null
          && document.querySelector('nav.tabs a') !== null;
        if (!ready) {
          requestAnimationFrame(look);
          return;
        }
        requestAnimationFrame(() => setTimeout(() => { window.homeAtMs = performance.now(); }));
      };
      requestAnimationFrame(look);
      // A player that can be seen and knows how long the recording is can be played.
      document.addEventListener('loadedmetadata', ({ target }) => {
        if (target.controls && target.getClientRects().length > 0) {
          window.playableAtMs ??= performance.now();
        }
      }, true);
      // The app tells its other tabs when it has stored a catalogue. Asking the store would slow it down.
      new BroadcastChannel('durus').addEventListener('message', ({ data }) => {
        if (data.kind === 'catalogue') {
          window.storedAtMs ??= performance.now();
        }
      });
      """;

  /** One fetch and one bulk put of the same rows. */
  private static final String REFERENCE =
      """
      const done = arguments[0];
      (async () => {
        const opening = indexedDB.open('reference');
        opening.onupgradeneeded = () =>
          opening.result.createObjectStore('catalogue', { keyPath: ['kind', 'id'] });
        await new Promise((opened) => { opening.onsuccess = opened; });
        const began = performance.now();
        const text = await (await fetch('/catalogue/latest', { cache: 'no-store' })).text();
        const transaction = opening.result.transaction('catalogue', 'readwrite');
        const store = transaction.objectStore('catalogue');
        for (const line of text.trim().split('\\n').slice(1)) {
          const { scholars, series, lectures, assets } = JSON.parse(line);
          for (const [kind, rows] of Object.entries({ scholar: scholars, series, lecture: lectures, asset: assets })) {
            for (const row of rows) {
              store.put({ kind, id: row.id, row });
            }
          }
        }
        await new Promise((complete) => { transaction.oncomplete = complete; });
        done(performance.now() - began);
      })();
      """;

  private static final String SNAPSHOT_BEGAN =
      """
      return performance.getEntriesByType('resource')
        .filter(({ name }) => name.includes('/catalogue/'))[0].startTime;
      """;

  private final BenchCatalogue catalogue;
  private final ScriptedProxy wire;
  private final Path folder;
  private int profiles;

  /**
   * What a round measured.
   *
   * @param firstMs until there is something to choose on Home, on a first visit
   * @param storedMs from the request for the snapshot until all of it is stored
   * @param referenceMs one fetch and one bulk put of the same rows
   * @param memoryKib of the renderer processes after the first visit
   * @param warmMs until Home can be used, at the next start of the browser
   * @param linkedMs until a linked lecture can be played, on a first visit over a slow line
   * @param bareMs the same on a page with nothing but the player
   */
  record Figures(
      double firstMs,
      double storedMs,
      double referenceMs,
      double memoryKib,
      double warmMs,
      double linkedMs,
      double bareMs) {}

  CatalogueVisits(BenchCatalogue catalogue, Path folder) throws IOException, SQLException {
    this.catalogue = catalogue;
    this.folder = folder;
    this.wire = new ScriptedProxy(Ports.free(), catalogue.uri());
    Path bare = Files.createDirectories(folder.resolve("bare"));
    Files.writeString(
        bare.resolve("index.html"),
        "<!doctype html><title>Bare</title><audio controls preload=\"metadata\" src=\""
            + catalogue.audioPath()
            + "\"></audio>");
    wire.serveFiles(BARE, bare);
  }

  Figures round() throws Exception {
    Path profile = newProfile();
    double firstMs;
    double storedMs;
    double referenceMs;
    double memoryKib;
    try (Browser browser = slowBrowser(profile)) {
      firstMs = homeAt(browser);
      double storedAtMs = awaitNumber(browser, "the whole catalogue in the store", "storedAtMs");
      storedMs = storedAtMs - ((Number) browser.script(SNAPSHOT_BEGAN)).doubleValue();
      // A browser that slows its processor down never rests.
      browser.slowDown(1);
      browser.awaitAtRest();
      browser.collectGarbage();
      memoryKib = new RendererMemory(profile).kibibytes();
      browser.slowDown(SLOWER);
      browser.open(catalogue.url() + "/health/live");
      referenceMs = ((Number) browser.asyncScript(REFERENCE)).doubleValue();
    }
    double warmMs;
    try (Browser browser = slowBrowser(profile)) {
      warmMs = homeAt(browser);
    }
    return new Figures(
        firstMs,
        storedMs,
        referenceMs,
        memoryKib,
        warmMs,
        playableAt(catalogue.linkedPath()),
        playableAt(BARE));
  }

  /**
   * Whether the last lecture is found by search, after a start of the browser, and can be opened.
   */
  void findTheLast() throws IOException {
    try (Browser browser = Browser.start(newProfile(), Locale.ENGLISH, PHONE)) {
      browser.beforeEveryPage(WATCH);
      browser.open(catalogue.url() + "/");
      awaitNumber(browser, "the whole catalogue in the store", "storedAtMs");
      String title = "الدرس في باب فضل العلم وآداب طالبه رقم " + (catalogue.lectures() - 2);
      browser.open(catalogue.url() + "/browse?q=" + (catalogue.lectures() - 2));
      browser.clickStarting("link", title);
      browser.findStarting("button", "Play: " + title);
    }
  }

  private Path newProfile() {
    return folder.resolve("profile-" + profiles++);
  }

  private static Browser slowBrowser(Path profile) throws IOException {
    Browser browser = Browser.start(profile, Locale.ENGLISH, PHONE);
    browser.awaitAtRest();
    browser.slowDown(SLOWER);
    browser.beforeEveryPage(WATCH);
    return browser;
  }

  private double homeAt(Browser browser) {
    browser.open(catalogue.url() + "/");
    return awaitNumber(browser, "Home", "homeAtMs");
  }

  private double playableAt(String path) throws IOException {
    try (Browser browser = slowBrowser(newProfile())) {
      browser.limitNetwork(LINE_BYTES_PER_SECOND, LINE_LATENCY_MS);
      browser.open(wire.url() + path);
      return awaitNumber(browser, "a player", "playableAtMs");
    }
  }

  private static double awaitNumber(Browser browser, String what, String name) {
    return browser
        .await(what, () -> (Number) browser.script("return window." + name + " ?? null"))
        .doubleValue();
  }

  @Override
  public void close() {
    wire.close();
  }
}

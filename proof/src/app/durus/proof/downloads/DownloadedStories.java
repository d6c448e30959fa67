package app.durus.proof.downloads;

import app.durus.product.app.StoredAudio;
import app.durus.product.browser.Browser;
import app.durus.product.server.LongLecture;
import app.durus.proof.run.DivergenceException;
import java.util.SplittableRandom;

/** What can happen to a lecture after it was downloaded. */
final class DownloadedStories {

  private static final int SEEKS = 20;
  private static final long CHUNK_BYTES = 256 * 1024;

  private final DownloadHarness harness;
  private final SplittableRandom random;

  DownloadedStories(DownloadHarness harness, SplittableRandom random) {
    this.harness = harness;
    this.random = random;
  }

  /** Offline, the lecture plays over its whole length, and every range is exact. */
  void hearOffline() throws Exception {
    harness.goOffline();
    Browser browser = harness.browser();
    long requests = browser.networkRequests("/audio/");
    StoredAudio stored = first();
    browser.open(browserPath());
    play();
    browser.click("button", "Pause");
    SecondPlayer player = new SecondPlayer(browser);
    long sizeBytes = stored.sizeBytes();
    for (int i = 0; i < SEEKS; i++) {
      double share = i % 2 == 0 ? i / (double) SEEKS : 0.98 * random.nextDouble();
      expect("heard", player.seek(stored.sha256(), share), "at " + share);
      long from = random.nextLong(sizeBytes);
      long to = Math.min(sizeBytes - 1, from + random.nextLong(3 * CHUNK_BYTES));
      expect("exact", stored.answer(from, to), "bytes " + from + " to " + to);
    }
    expect("exact", stored.answer(0, 1), "Safari's probe");
    expect(requests, browser.networkRequests("/audio/"), "requests for audio while offline");
  }

  /**
   * A damaged chunk is found when it is read. Offline the app says so calmly; online it fetches the
   * chunk again.
   */
  void healDamage() throws Exception {
    long damaged = 1 + random.nextLong(first().chunks() - 2);
    first().corrupt(damaged);
    restartBrowser();
    long at = damaged * CHUNK_BYTES;
    String offline = first().answer(at + 10, at + 20);
    if (!offline.startsWith("503")) {
      throw new DivergenceException("a damaged chunk, offline: " + offline);
    }
    harness.goOnline();
    long before = harness.proxy().answeredBytes();
    expect("exact", first().answer(at + 10, at + 20), "a damaged chunk, online");
    long fetched = harness.proxy().answeredBytes() - before;
    if (fetched > 2 * CHUNK_BYTES) {
      throw new DivergenceException("healing one chunk took " + fetched + " bytes");
    }
    harness.goOffline();
    expect("exact", first().answer(at + 10, at + 20), "a healed chunk, offline");
    harness.goOnline();
  }

  /**
   * When the browser evicts a chunk, the app notices at its start, says so, and fetches only that
   * chunk again.
   */
  void fetchEvicted() throws Exception {
    first().evict(random.nextLong(first().chunks()));
    restartBrowser();
    harness.browser().awaitText("removed by the browser: download again");
    long before = harness.proxy().answeredBytes();
    harness.browser().click("button", "Download again");
    awaitState(DownloadHarness.FIRST, "ready");
    long fetched = harness.proxy().answeredBytes() - before;
    if (fetched > 4 * CHUNK_BYTES) {
      throw new DivergenceException("one evicted chunk took " + fetched + " bytes");
    }
  }

  /** Without space the queue waits for one choice of the listener; with space it continues. */
  void runOutOfSpace() throws Exception {
    Object usage =
        harness
            .browser()
            .asyncScript(
                "const done = arguments[0];"
                    + "navigator.storage.estimate().then(({ usage }) => done(usage));");
    // Chromium caches its answer on free space for half a minute. A new browser has no cached
    // answer.
    harness.killBrowser();
    harness.startBrowser("about:blank");
    Browser browser = harness.browser();
    browser.limitSpace(harness.proxy().url(), ((Number) usage).longValue() + 6_000_000);
    browser.open(harness.page(DownloadHarness.SECOND));
    browser.clickStarting("button", "Download ·");
    awaitState(DownloadHarness.SECOND, "stopped");
    browser.open(harness.proxy().url() + "/downloads");
    browser.awaitText("Not enough space");
    expect("ready", first().states().get(first().sha256()), "the other download");
    browser.freeSpace(harness.proxy().url());
    browser.click("button", "Try again");
    awaitState(DownloadHarness.SECOND, "ready");
  }

  /**
   * The operator replaces the audio while it plays. Playback continues, and the new audio is used
   * later.
   */
  void replaceWhilePlaying(long seed) throws Exception {
    Browser browser = harness.browser();
    browser.open(browserPath());
    String old = first().sha256();
    play();
    LongLecture.write(harness.file(DownloadHarness.FIRST), seed + 2_000_000, 24_000_000);
    harness.importRecordings();
    // As when the listener returns to the app from another one.
    browser.script("document.dispatchEvent(new Event('visibilitychange'));");
    browser.awaitText("There is a better recording of this lecture.");
    browser.click("button", "Download the better recording: " + DownloadHarness.FIRST);
    awaitState(DownloadHarness.FIRST, "ready");
    browser.find("button", "Pause");
    if (first().sha256().equals(old)) {
      throw new DivergenceException("the recording was not replaced");
    }
    // The player was not reloaded, so it still plays the former audio from this device.
    harness.goOffline();
    expect(
        "heard",
        new SecondPlayer(browser).seek(old, 0.5),
        "the replaced recording while one plays");
    harness.goOnline();
    browser.click("button", "Pause");
    restartBrowser();
    awaitGone(old);
    expect("exact", first().answer(1_000, 2_000_000), "the better recording");
    play();
    harness.browser().click("button", "Pause");
  }

  /**
   * Presses the button named "Play: …", "Continue: …" or "Listen again: …", and waits until the
   * lecture plays.
   */
  private void play() {
    harness
        .browser()
        .await(
            "the button that plays",
            () ->
                (Boolean)
                    harness
                        .browser()
                        .script(
                            """
                            const button = [...document.querySelectorAll('[aria-label]')].find(({ ariaLabel }) =>
                              /^(Play|Continue|Listen again): /.test(ariaLabel)
                              && ariaLabel.endsWith(': ' + arguments[0]));
                            button?.click();
                            return button !== undefined;
                            """,
                            DownloadHarness.FIRST));
    harness.browser().find("button", "Pause");
  }

  private void awaitGone(String sha256) {
    harness
        .browser()
        .await(
            "the space of the replaced recording",
            () ->
                ((Number)
                            harness
                                .browser()
                                .asyncScript(
                                    """
                                    const [sha256, done] = arguments;
                                    const opening = indexedDB.open('durus-audio');
                                    opening.onsuccess = () => {
                                      const counting = opening.result.transaction('chunks')
                                        .objectStore('chunks')
                                        .count(IDBKeyRange.bound([sha256], [sha256, []]));
                                      counting.onsuccess = () => {
                                        opening.result.close();
                                        done(counting.result);
                                      };
                                    };
                                    """,
                                    sha256))
                        .longValue()
                    == 0);
  }

  private StoredAudio first() throws Exception {
    return new StoredAudio(harness.browser(), harness.file(DownloadHarness.FIRST));
  }

  private void awaitState(String title, String state) throws Exception {
    StoredAudio stored = new StoredAudio(harness.browser(), harness.file(title));
    harness
        .browser()
        .await(title + " " + state, () -> state.equals(stored.states().get(stored.sha256())));
  }

  private String browserPath() throws Exception {
    return harness.page(DownloadHarness.FIRST);
  }

  private void restartBrowser() throws Exception {
    String page = browserPath();
    harness.killBrowser();
    harness.startBrowser(page);
    harness.browser().find("heading", DownloadHarness.FIRST);
  }

  private static void expect(Object expected, Object actual, String what)
      throws DivergenceException {
    DivergenceException.unless(
        expected.equals(actual), what + ": " + actual + " instead of " + expected);
  }
}

package app.durus.bench.download;

import app.durus.bench.audio.BenchLibrary;
import app.durus.bench.measure.Options;
import app.durus.bench.measure.Rounds;
import app.durus.product.browser.Browser;
import app.durus.server.processes.ProofFolder;
import java.util.Locale;
import java.util.Set;
import org.openqa.selenium.Dimension;

/**
 * {@code bench/download}: the time from the tap on "Download" until the app shows 200 MB as ready,
 * verified and stored durably. The reference is {@code fetch} and SHA-256 of the same bytes without
 * storing, in the same browser and from the same server, in alternating rounds.
 */
public final class DownloadBench {

  private static final int ROUNDS = 3;

  private static final String FETCH_AND_HASH =
      """
      const [path, done] = arguments;
      const begun = performance.now();
      fetch(path, { cache: 'no-store' })
        .then((response) => response.arrayBuffer())
        .then((bytes) => crypto.subtle.digest('SHA-256', bytes))
        .then(() => done(performance.now() - begun));
      """;

  private static final String DOWNLOAD =
      """
      const [done] = arguments;
      const region = document.querySelector('section[aria-label="Download"]');
      const begun = performance.now();
      const look = () => {
        if (region.textContent.includes('On this device')) {
          watching.disconnect();
          done(performance.now() - begun);
        }
      };
      const watching = new MutationObserver(look);
      watching.observe(region, { subtree: true, childList: true, characterData: true });
      region.querySelector('vaadin-button').click();
      """;

  private DownloadBench() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = new Options(arguments, Set.of("rounds")).get("rounds", ROUNDS);
    Rounds ratio = Rounds.atMost("time ÷ plain fetch and SHA-256, 200 MB", 3.5, 2.0);
    try (ProofFolder folder = new ProofFolder();
        BenchLibrary library = BenchLibrary.start(folder.path());
        Browser browser =
            Browser.start(
                folder.path().resolve("profile"), Locale.ENGLISH, new Dimension(1280, 800))) {
      String path = library.audioPath(BenchLibrary.LONG);
      browser.open(library.page(BenchLibrary.SHORT));
      browser.await(
          "the page under the worker's control",
          () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
      for (int round = 0; round <= rounds; round++) {
        browser.open(library.plainUrl() + "/health");
        double plainMs = ms(browser.asyncScript(FETCH_AND_HASH, path));
        browser.open(library.page(BenchLibrary.LONG));
        browser.findStarting("button", "Download ·");
        double downloadMs = ms(browser.asyncScript(DOWNLOAD));
        browser.click("button", "Remove from this device");
        browser.click("button", "Remove");
        browser.findStarting("button", "Download ·");
        System.out.printf(
            Locale.ROOT,
            "%s: download %.0f ms, fetch and hash %.0f ms%n",
            round == 0 ? "warming up" : "round " + round,
            downloadMs,
            plainMs);
        if (round > 0) {
          ratio.add(downloadMs, plainMs);
        }
      }
    }
    System.exit(ratio.isEnough() ? 0 : 1);
  }

  private static double ms(Object answer) {
    return ((Number) answer).doubleValue();
  }
}

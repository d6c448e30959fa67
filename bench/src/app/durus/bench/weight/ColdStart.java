package app.durus.bench.weight;

import app.durus.product.browser.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openqa.selenium.Dimension;

/**
 * Starts of a page that a worker keeps: a new browser process each time, without a server, and with
 * the page's processor slowed down.
 *
 * @param name for people
 * @param url of the page; nobody answers there any more
 * @param profile of the browser, with the page's worker
 * @param shown selectors; the page can be used once each finds something
 */
record ColdStart(String name, String url, Path profile, List<String> shown) {

  static final Dimension PHONE = new Dimension(390, 844);
  static final int SLOWER = 4;

  /** When everything is shown, and a tap takes effect in the next frame. */
  private static final String WATCH =
      """
      const look = () => {
        if (![%s].every((shown) => document.querySelector(shown) !== null)) {
          requestAnimationFrame(look);
          return;
        }
        // After the frame that shows it, once the page has nothing more urgent to do.
        requestAnimationFrame(() => setTimeout(() => { window.usableAtMs = performance.now(); }));
      };
      requestAnimationFrame(look);
      """;

  /** The parts of a start, in milliseconds since it began. */
  private static final String STAGES =
      """
      const [navigation] = performance.getEntriesByType('navigation');
      const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/VAADIN/'));
      const texts = performance.getEntriesByType('resource').filter(({ name }) => name.includes('v-r=i18n'));
      const [painted] = performance.getEntriesByName('first-contentful-paint');
      const last = (entries) => Math.round(Math.max(0, ...entries.map(({ responseEnd }) => responseEnd)));
      return 'worker ' + Math.round(navigation.workerStart) + ', page ' + Math.round(navigation.responseEnd)
        + ', texts ' + last(texts) + ', files ' + last(scripts)
        + ', first paint ' + Math.round(painted?.startTime ?? 0) + ', usable ' + Math.round(window.usableAtMs);
      """;

  /** Milliseconds until the page can be used. */
  double measure() throws IOException {
    try (Browser browser = Browser.start(profile, Locale.ENGLISH, PHONE)) {
      browser.awaitAtRest(); // the browser's own work at its start is done
      browser.slowDown(SLOWER);
      browser.beforeEveryPage(
          String.format(
              Locale.ROOT,
              WATCH,
              shown.stream()
                  .map(selector -> "'" + selector + "'")
                  .collect(Collectors.joining(", "))));
      browser.open(url + "/");
      double usableMs =
          browser
              .await(name, () -> ((Number) browser.script("return window.usableAtMs ?? null")))
              .doubleValue();
      System.out.println("  " + name + ": " + browser.script(STAGES));
      return usableMs;
    }
  }
}

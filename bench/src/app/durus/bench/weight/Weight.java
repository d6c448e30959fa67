package app.durus.bench.weight;

import app.durus.bench.measure.Figures;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import app.durus.server.processes.ProofFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.Dimension;

/**
 * {@code bench/weight}: the cost of the packaged product for a phone. It measures the JavaScript of
 * the first view as the network carries it, all files that the worker keeps, requests to other
 * hosts, and the time until Home can be used after a cold start offline, on a processor slowed down
 * four times.
 */
public final class Weight {

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
  private static final Dimension PHONE = new Dimension(390, 844);

  private static final long FIRST_VIEW_BYTES = 180_000;
  private static final long PRECACHED_BYTES = 900_000;
  private static final double HOME_MS = 1_000;
  private static final int SLOWER = 4;

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
        + ', first paint ' + Math.round(painted?.startTime ?? 0) + ', Home ' + Math.round(window.homeAtMs);
      """;

  /** Whether Home is shown and can be tapped: a tap now takes effect in the next frame. */
  private static final String WATCH_HOME =
      """
      const look = () => {
        const ready =
          document.querySelector('main h1') !== null &&
          document.querySelector('main .continue-card button, main .lecture-row a') !== null &&
          document.querySelector('main .series-card a') !== null &&
          document.querySelector('nav.tabs a') !== null;
        if (!ready) {
          requestAnimationFrame(look);
          return;
        }
        // After the frame that shows it, once the page has nothing more urgent to do.
        requestAnimationFrame(() => setTimeout(() => { window.homeAtMs = performance.now(); }));
      };
      requestAnimationFrame(look);
      """;

  private final ProofFolder folder;
  private final int rounds;

  private Weight(ProofFolder folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    SELENIUM.setLevel(Level.SEVERE);
    int rounds =
        switch (arguments.length) {
          case 0 -> 5;
          case 2 -> Integer.parseInt(arguments[1]);
          default -> throw new IllegalArgumentException("[--rounds N]");
        };
    boolean reached;
    try (ProofFolder folder = new ProofFolder();
        Product product = Product.start(folder.path().resolve("data"))) {
      reached = new Weight(folder, rounds).measure(product);
    }
    System.out.println(
        "load average of this machine: " + Files.readString(Path.of("/proc/loadavg")).strip());
    System.exit(reached ? 0 : 1);
  }

  private boolean measure(Product product) throws Exception {
    boolean reached;
    try (Browser browser = browser()) {
      browser.open(product.url() + "/");
      browser.find("heading", "Home");
      browser.findStarting("link", "Manners of the Student");
      browser.await(
          "the worker",
          () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
      reached = firstView(browser);
      reached &= precached(browser, product);
      visit(browser, product);
      reached &= nobodyElse(browser, product);
    }
    product.stop();
    return reached & coldStart(product);
  }

  private Browser browser() throws IOException {
    return Browser.start(folder.path().resolve("profile"), Locale.ENGLISH, PHONE);
  }

  /** All scripts that the page requested until Home was shown, at their encoded size. */
  @SuppressWarnings("unchecked")
  private static boolean firstView(Browser browser) {
    List<List<Object>> scripts =
        (List<List<Object>>)
            browser.script(
                """
                return performance.getEntriesByType('resource')
                  .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
                  .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])
                  .sort((one, other) => other[1] - one[1]);
                """);
    long total = scripts.stream().mapToLong(script -> (Long) script.get(1)).sum();
    scripts.forEach(
        script ->
            System.out.printf(
                Locale.ROOT, "  %8d bytes  %s%n", (Long) script.get(1), script.get(0)));
    return tell("JavaScript of the first view", total, FIRST_VIEW_BYTES);
  }

  /** All files of the app that the worker keeps, at their size on the network. */
  @SuppressWarnings("unchecked")
  private static boolean precached(Browser browser, Product product) throws Exception {
    List<String> urls =
        (List<String>)
            browser.asyncScript(
                """
                const done = arguments[0];
                (async () => {
                  const names = await caches.keys();
                  const kept = await Promise.all(
                    names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
                  );
                  return [...new Set(kept.flat())];
                })().then(done, (fault) => done([String(fault)]));
                """);
    long total = 0;
    List<String> lines = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String url : urls) {
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(url)).header("Accept-Encoding", "br").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(answer.statusCode() + " for " + url);
        }
        total += answer.body().length;
        lines.add(
            String.format(
                Locale.ROOT,
                "  %8d bytes  %s",
                answer.body().length,
                url.substring(product.url().length())));
      }
    }
    lines.stream()
        .sorted(java.util.Comparator.reverseOrder())
        .limit(12)
        .forEach(System.out::println);
    return tell("precached, " + urls.size() + " files", total, PRECACHED_BYTES);
  }

  /** Opens all views and plays, so that every kind of request is made. */
  private static void visit(Browser browser, Product product) {
    for (String path :
        List.of(
            "/browse",
            "/browse?q=manners",
            "/library",
            "/downloads",
            "/settings",
            "/journal",
            "/sign-in")) {
      browser.open(product.url() + path);
      browser.await(
          "a heading",
          () -> (Boolean) browser.script("return !!document.querySelector('main h1')"));
    }
    browser.open(product.url() + "/");
    browser.clickStarting("link", "Manners of the Student");
    browser.clickStarting("button", "Play: Why Manners Come First");
    browser.clickStarting("button", "Pause: Why Manners Come First");
    browser.clickStarting("button", "Download: Listening Well");
    browser.find("image", "On this device");
  }

  private static boolean nobodyElse(Browser browser, Product product) throws IOException {
    List<String> asked = browser.originsAskedBy(product.url());
    if (!asked.contains(product.url())) {
      throw new IllegalStateException("the browser's log does not show the app's own requests");
    }
    List<String> others = asked.stream().filter(origin -> !origin.equals(product.url())).toList();
    boolean none = others.isEmpty();
    System.out.println("requests to other hosts: " + (none ? "none" : others + " LIMIT MISSED"));
    return none;
  }

  /**
   * Uses a new browser process each time, once it has started; without a server, and with the
   * page's processor slowed down.
   */
  private boolean coldStart(Product product) throws Exception {
    List<Double> took = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (Browser browser = browser()) {
        browser.awaitAtRest(); // the browser's own work at its start is done
        browser.slowDown(SLOWER);
        browser.beforeEveryPage(WATCH_HOME);
        browser.open(product.url() + "/");
        took.add(
            browser
                .await("Home", () -> ((Number) browser.script("return window.homeAtMs ?? null")))
                .doubleValue());
        System.out.println("  " + browser.script(STAGES));
      }
    }
    double median = Figures.percentile(took, 0.5);
    boolean enough = median < HOME_MS;
    System.out.printf(
        Locale.ROOT,
        "cold offline start to Home, CPU slowed down %d times: median %.0f ms (limit < %.0f ms)%s;"
            + " rounds %s ms%n",
        SLOWER,
        median,
        HOME_MS,
        enough ? "" : " LIMIT MISSED",
        took.stream().map(Math::round).toList());
    return enough;
  }

  private static boolean tell(String what, long bytes, long most) {
    boolean enough = bytes > 0 && bytes <= most;
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f kB (limit ≤ %d kB)%s%n",
        what,
        bytes / 1e3,
        most / 1000,
        enough ? "" : " LIMIT MISSED");
    return enough;
  }
}

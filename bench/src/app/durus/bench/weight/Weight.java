package app.durus.bench.weight;

import app.durus.bench.bare.BareSite;
import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Rounds;
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

/**
 * {@code bench/weight}: the cost of the packaged product for a phone. It measures the JavaScript of
 * the first view as the network carries it, all files that the worker keeps, requests to other
 * hosts, and the time until Home can be used after a cold start offline, on a processor slowed down
 * four times. Scripts and starts are compared with those of a bare page, in turns.
 */
public final class Weight {

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
  private static final double FIRST_VIEW_MUST = 1.3;
  private static final double START_MUST = 1.6;
  private static final long PRECACHED_BYTES = 900_000;

  private static final List<String> HOME =
      List.of(
          "main h1",
          "main .continue-card button, main .lecture-row a",
          "main .series-card a",
          "nav.tabs a");

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
        Product product = Product.start(folder.path().resolve("data"));
        BareSite bare = new BareSite()) {
      reached = new Weight(folder, rounds).measure(product, bare);
    }
    System.out.println(
        "load average of this machine: " + Files.readString(Path.of("/proc/loadavg")).strip());
    System.exit(reached ? 0 : 1);
  }

  private boolean measure(Product product, BareSite bare) throws Exception {
    boolean reached;
    long bareBytes = bareBytes(bare);
    try (Browser browser = browser("profile")) {
      browser.open(product.url() + "/");
      browser.find("heading", "Home");
      browser.findStarting("link", "Manners of the Student");
      awaitWorker(browser);
      Rounds scripts =
          Rounds.atMost(
              "JavaScript of the first view ÷ the bare page's", FIRST_VIEW_MUST, FIRST_VIEW_MUST);
      scripts.add(scriptBytes("Home", browser), bareBytes);
      reached = scripts.isEnough();
      reached &= precached(browser, product);
      visit(browser, product);
      reached &= nobodyElse(browser, product);
    }
    ColdStart home = new ColdStart("Home", product.url(), profile("profile"), HOME);
    ColdStart bareStart =
        new ColdStart("the bare page", bare.url(), profile("bare"), List.of(BareSite.READY));
    product.stop();
    bare.close();
    return reached & coldStarts(home, bareStart);
  }

  private long bareBytes(BareSite bare) throws IOException {
    try (Browser browser = browser("bare")) {
      browser.open(bare.url() + "/");
      browser.find("button", "A button");
      awaitWorker(browser);
      return scriptBytes("the bare page", browser);
    }
  }

  private static void awaitWorker(Browser browser) {
    browser.await(
        "the worker",
        () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
  }

  private Browser browser(String name) throws IOException {
    return Browser.start(profile(name), Locale.ENGLISH, ColdStart.PHONE);
  }

  private Path profile(String name) {
    return folder.path().resolve(name);
  }

  /** The bytes of all scripts that the page requested until it was shown, at their encoded size. */
  @SuppressWarnings("unchecked")
  private static long scriptBytes(String page, Browser browser) {
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
    System.out.printf(Locale.ROOT, "JavaScript of %s: %.1f kB%n", page, total / 1e3);
    return total;
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

  private boolean coldStarts(ColdStart home, ColdStart bare) throws IOException {
    Rounds ratio =
        Rounds.atMost(
            "cold offline start to a usable Home ÷ to the bare page, CPU slowed down "
                + ColdStart.SLOWER
                + " times",
            START_MUST,
            START_MUST);
    List<Double> took = new ArrayList<>();
    List<Double> reference = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      reference.add(bare.measure());
      took.add(home.measure());
      ratio.add(took.getLast(), reference.getLast());
    }
    System.out.printf(
        Locale.ROOT,
        "cold offline start: Home %.0f ms, the bare page %.0f ms (medians)%n",
        Figures.median(took),
        Figures.median(reference));
    return ratio.isEnough();
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

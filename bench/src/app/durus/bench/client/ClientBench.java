package app.durus.bench.client;

import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Options;
import app.durus.product.browser.Browser;
import app.durus.proof.browser.BrowserHarness;
import app.durus.server.processes.ProofFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.Dimension;

/**
 * {@code bench/client}: the app's own core in Chromium, against the packaged server, beside bare
 * IndexedDB. The page that calls it is in bench/client.d.
 */
public final class ClientBench {

  private static final int LECTURES = 5_000;
  private static final int ENTRIES = 10_000;
  private static final int LECTURES_OF_ENTRIES = 200;

  /**
   * A small number would give much weight to the first ones, which run while the browser still
   * starts.
   */
  private static final int APPENDS_A_ROUND = 600;

  private static final int READS_A_ROUND = 8;

  private static final double APPEND_MUST = 2.0;
  private static final double APPEND_AIM = 1.3;
  private static final double HOME_MUST = 1.5;
  private static final int MOST_REQUESTS = 3;
  private static final double LONG_TASK_MUST = 1.0;
  private static final double LONG_TASK_AIM = 0.5;

  /** The shortest task that browsers report as long. */
  private static final double LONG_TASK_MS = 50;

  private final BrowserHarness harness;
  private final Browser browser;
  private final int rounds;

  private final List<Double> appendRatios = new ArrayList<>();
  private final List<Double> homeRatios = new ArrayList<>();
  private final List<Double> taskRatios = new ArrayList<>();
  private int mostRequests;

  private ClientBench(BrowserHarness harness, Browser browser, int rounds) {
    this.harness = harness;
    this.browser = browser;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = new Options(arguments, Set.of("rounds")).get("rounds", 5);
    boolean reached;
    try (ProofFolder folder = new ProofFolder();
        BrowserHarness harness = BrowserHarness.start(folder.path())) {
      harness.stockLectures(LECTURES);
      harness.wire().serveFiles("/bench/", Path.of("target", "bench-client").toAbsolutePath());
      try (Browser browser =
          Browser.start(
              folder.path().resolve("profile"), Locale.ENGLISH, new Dimension(1280, 800))) {
        ClientBench bench = new ClientBench(harness, browser, rounds);
        bench.measure();
        reached = bench.report();
      }
    }
    System.exit(reached ? 0 : 1);
  }

  private void measure() {
    open();
    String account =
        (String)
            call(
                String.format(
                    Locale.ROOT, "signUp('Listener', 'correct horse battery', %d)", LECTURES));
    for (int round = 1; round <= rounds; round++) {
      append(round);
      drain(round, account);
      home(round, account);
    }
  }

  private void append(int round) {
    open();
    Map<String, List<Double>> took =
        figures(String.format(Locale.ROOT, "appendEntries(%d)", APPENDS_A_ROUND));
    double core = Figures.percentile(took.get("core"), 0.95);
    double bare = Figures.percentile(took.get("bare"), 0.95);
    appendRatios.add(core / bare);
    print(
        "round %d: append p50 %.2f ms, p95 %.2f ms; bare strict put p50 %.2f ms, p95 %.2f ms",
        round,
        Figures.percentile(took.get("core"), 0.5),
        core,
        Figures.percentile(took.get("bare"), 0.5),
        bare);
  }

  private void drain(int round, String account) {
    open();
    harness.wire().refuseSync();
    call(
        String.format(
            Locale.ROOT, "fillOutbox('%s', %d, %d)", account, ENTRIES, LECTURES_OF_ENTRIES));
    open();
    double reference =
        Math.max(LONG_TASK_MS, longest(numbers(call("copyOutbox('" + account + "')"))));
    open();
    call("openApp().then(() => null)");
    harness.wire().open();
    int before = requests();
    @SuppressWarnings("unchecked")
    Map<String, Object> drained = (Map<String, Object>) call("drain()");
    if (((Number) drained.get("left")).longValue() != 0) {
      throw new IllegalStateException("not drained: " + drained);
    }
    int requests = requests() - before;
    mostRequests = Math.max(mostRequests, requests);
    List<Double> tasks = numbers(drained.get("longTasks"));
    taskRatios.add(longest(tasks) / reference);
    print(
        "round %d: %d entries drained by %d requests in %.0f ms; tasks over %.0f ms on the page: %s ms;"
            + " longest task of one bulk read and write of the entries: at most %.0f ms",
        round,
        ENTRIES,
        requests,
        ((Number) drained.get("tookMs")).doubleValue(),
        LONG_TASK_MS,
        tasks,
        reference);
  }

  private void home(int round, String account) {
    open();
    Map<String, List<Double>> took =
        figures(String.format(Locale.ROOT, "readHome('%s', %d)", account, READS_A_ROUND));
    double core = Figures.percentile(took.get("core"), 0.5);
    double bare = Figures.percentile(took.get("bare"), 0.5);
    homeRatios.add(core / bare);
    print(
        "round %d: reading what Home needs with %d lectures, p50 %.1f ms; the same rows by getAll,"
            + " p50 %.1f ms",
        round, LECTURES, core, bare);
  }

  private int requests() {
    return harness.wire().exchanges().pushes() + harness.wire().exchanges().pulls();
  }

  private void open() {
    browser.open(harness.wire().url() + "/bench/");
    browser.await("the measuring page", () -> (Boolean) browser.script("return 'bench' in window"));
  }

  private Object call(String call) {
    Object answer =
        browser.asyncScript(
            "const done = arguments[0]; bench."
                + call
                + ".then(done, (failure) => done({ failure: String(failure.stack ?? failure) }));");
    if (answer instanceof Map<?, ?> map && map.containsKey("failure")) {
      throw new IllegalStateException(call + ": " + map.get("failure"));
    }
    return answer;
  }

  @SuppressWarnings("unchecked")
  private Map<String, List<Double>> figures(String call) {
    Map<String, Object> answer = (Map<String, Object>) call(call);
    return Map.of("core", numbers(answer.get("core")), "bare", numbers(answer.get("bare")));
  }

  /** The time of long tasks; 0 when there is none. */
  private static double longest(List<Double> tasks) {
    return tasks.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static List<Double> numbers(Object list) {
    return ((List<?>) list).stream().map(each -> ((Number) each).doubleValue()).toList();
  }

  private boolean report() {
    double append = Figures.median(appendRatios);
    double home = Figures.median(homeRatios);
    double tasks = Figures.median(taskRatios);
    print(
        "p95 of appending an entry ÷ p95 of a bare strict put: %.2f (limit ≤ %.1f, aim %.1f)%s",
        append, APPEND_MUST, APPEND_AIM, append > APPEND_MUST ? "  LIMIT MISSED" : "");
    print(
        "requests to drain %d entries of %d lectures: %d (limit ≤ %d)%s",
        ENTRIES,
        LECTURES_OF_ENTRIES,
        mostRequests,
        MOST_REQUESTS,
        mostRequests > MOST_REQUESTS ? "  LIMIT MISSED" : "");
    print(
        "longest task of draining ÷ longest task of a bulk read and write of the entries: %.2f"
            + " (limit ≤ %.1f, aim %.1f)%s",
        tasks, LONG_TASK_MUST, LONG_TASK_AIM, tasks > LONG_TASK_MUST ? "  LIMIT MISSED" : "");
    print(
        "reading what Home needs ÷ getAll of its rows: %.2f (limit ≤ %.1f)%s",
        home, HOME_MUST, home > HOME_MUST ? "  LIMIT MISSED" : "");
    return append <= APPEND_MUST
        && mostRequests <= MOST_REQUESTS
        && tasks <= LONG_TASK_MUST
        && home <= HOME_MUST;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

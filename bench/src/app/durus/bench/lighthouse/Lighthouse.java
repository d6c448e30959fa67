package app.durus.bench.lighthouse;

import app.durus.bench.bare.BareSite;
import app.durus.bench.measure.Rounds;
import app.durus.product.browser.InstalledBrowser;
import app.durus.product.server.Product;
import app.durus.server.processes.ProofFolder;
import app.durus.server.waiting.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code bench/lighthouse}: what Lighthouse says of Home, a series and a lecture of the packaged
 * product, with its mobile preset (a slow phone on a slow network), each by a first visit. How long
 * the page is blocked is compared with a bare page, in turns, and the median counts; accessibility
 * and best practices must be perfect each time. The score of performance depends on the machine, so
 * it is only told.
 */
public final class Lighthouse {

  private static final double BLOCKING_MUST = 2.0;
  private static final int PERFECT = 100;
  private static final int MOST_TRACES = 3;

  /** A shorter blocking of the bare page counts as so long: one task more or less is noise. */
  private static final double LEAST_BLOCKING_MS = 50;

  private static final String BARE = "bare";
  private static final String PERFORMANCE = "performance";
  private static final List<String> CATEGORIES =
      List.of(PERFORMANCE, "accessibility", "best-practices");

  private final Path folder;
  private final int runs;

  private Lighthouse(Path folder, int runs) {
    this.folder = folder;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    int runs =
        switch (arguments.length) {
          case 0 -> 3;
          case 2 -> Integer.parseInt(arguments[1]);
          default -> throw new IllegalArgumentException("[--runs N]");
        };
    boolean reached;
    try (ProofFolder folder = new ProofFolder();
        Product product = Product.start(folder.path().resolve("data"));
        BareSite bare = new BareSite()) {
      String lecture =
          product
              .ask(
                  "SELECT id FROM lecture WHERE published AND series_id IS NOT NULL"
                      + " ORDER BY series_id, number LIMIT 1")
              .orElseThrow();
      String series =
          product.ask("SELECT series_id FROM lecture WHERE id = '" + lecture + "'").orElseThrow();
      Map<String, String> views = new LinkedHashMap<>();
      views.put(BARE, bare.url() + "/");
      views.put("home", product.url() + "/");
      views.put("series", product.url() + "/series/" + series);
      views.put("lecture", product.url() + "/lectures/" + lecture);
      reached = new Lighthouse(folder.path(), runs).judge(views);
    }
    System.exit(reached ? 0 : 1);
  }

  private boolean judge(Map<String, String> views) throws IOException, InterruptedException {
    Map<String, List<JsonObject>> reports = new LinkedHashMap<>();
    for (int run = 1; run <= runs; run++) {
      for (Map.Entry<String, String> view : views.entrySet()) {
        reports
            .computeIfAbsent(view.getKey(), name -> new ArrayList<>())
            .add(report(view.getKey(), view.getValue(), run));
      }
    }
    boolean reached = true;
    for (Map.Entry<String, List<JsonObject>> view : reports.entrySet()) {
      tell(view.getKey(), view.getValue());
      if (!view.getKey().equals(BARE)) {
        reached &= isPerfect(view.getKey(), view.getValue());
        reached &= isBrieflyBlocked(view.getKey(), view.getValue(), reports.get(BARE));
      }
    }
    return reached;
  }

  private static boolean isPerfect(String view, List<JsonObject> reports) {
    boolean reached = true;
    for (String category : CATEGORIES) {
      List<Integer> scores = reports.stream().map(report -> score(report, category)).toList();
      boolean must = !category.equals(PERFORMANCE);
      boolean enough = !must || scores.stream().allMatch(score -> score == PERFECT);
      System.out.printf(
          Locale.ROOT,
          "%s: %s %s%s%s%n",
          view,
          category,
          scores,
          must ? " (limit = 100 each)" : "",
          enough ? "" : " LIMIT MISSED");
      reached &= enough;
    }
    return reached;
  }

  private static boolean isBrieflyBlocked(
      String view, List<JsonObject> ours, List<JsonObject> bare) {
    Rounds blocking =
        Rounds.atMost(view + ": blocking ÷ the bare page's", BLOCKING_MUST, BLOCKING_MUST);
    for (int run = 0; run < ours.size(); run++) {
      blocking.add(
          Math.max(LEAST_BLOCKING_MS, blockingMs(ours.get(run))),
          Math.max(LEAST_BLOCKING_MS, blockingMs(bare.get(run))));
    }
    return blocking.isEnough();
  }

  private static double blockingMs(JsonObject report) {
    return report
        .getJsonObject("audits")
        .getJsonObject("total-blocking-time")
        .getDouble("numericValue");
  }

  private static void tell(String view, List<JsonObject> reports) {
    reports.forEach(report -> System.out.printf(Locale.ROOT, "%-8s %s%n", view, figures(report)));
    failures(reports.getFirst()).forEach(failure -> System.out.println("         " + failure));
  }

  /** Tries again when Lighthouse itself reports that its trace failed and asks for another run. */
  private JsonObject report(String view, String url, int run)
      throws IOException, InterruptedException {
    for (int traces = 1; ; traces++) {
      Optional<JsonObject> report = tryReport(view, url, run);
      if (report.isPresent()) {
        return report.get();
      }
      if (traces == MOST_TRACES) {
        throw new IllegalStateException("Lighthouse recorded no usable trace, tried " + traces);
      }
    }
  }

  private Optional<JsonObject> tryReport(String view, String url, int run)
      throws IOException, InterruptedException {
    Path answer = folder.resolve(view + "-" + run + ".json");
    Path log = folder.resolve(view + "-" + run + ".log");
    ProcessBuilder lighthouse =
        new ProcessBuilder(
            "node",
            "node_modules/lighthouse/cli/index.js",
            url,
            "--quiet",
            "--only-categories=" + String.join(",", CATEGORIES),
            "--output=json",
            "--output-path=" + answer,
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
                + " --disable-quic --no-first-run --disable-background-networking"
                + " --disable-component-update --disable-sync");
    lighthouse.environment().put("CHROME_PATH", InstalledBrowser.browser());
    Process process = lighthouse.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (Eventually.ended("Lighthouse", process) != 0) {
      String said = Files.readString(log);
      if (said.contains("Please run Lighthouse again")) {
        return Optional.empty();
      }
      throw new IllegalStateException("Lighthouse failed:\n" + said);
    }
    return Optional.of(new JsonObject(Files.readString(answer)));
  }

  private static int score(JsonObject report, String category) {
    Double score = report.getJsonObject("categories").getJsonObject(category).getDouble("score");
    if (score == null) {
      throw new IllegalStateException("no score for " + category);
    }
    return (int) Math.round(score * 100);
  }

  private static String figures(JsonObject report) {
    JsonObject audits = report.getJsonObject("audits");
    List<String> shown = new ArrayList<>();
    for (String audit :
        List.of(
            "first-contentful-paint",
            "largest-contentful-paint",
            "total-blocking-time",
            "cumulative-layout-shift",
            "speed-index")) {
      shown.add(audit + " " + audits.getJsonObject(audit).getString("displayValue"));
    }
    return String.join(", ", shown);
  }

  /** What took points away. */
  private static List<String> failures(JsonObject report) {
    List<String> failures = new ArrayList<>();
    for (String category : CATEGORIES) {
      for (Object reference :
          report.getJsonObject("categories").getJsonObject(category).getJsonArray("auditRefs")) {
        JsonObject audit =
            report.getJsonObject("audits").getJsonObject(((JsonObject) reference).getString("id"));
        Double score = audit.getDouble("score");
        boolean weighs = ((JsonObject) reference).getDouble("weight") > 0;
        if (weighs && score != null && score < 0.9) {
          failures.add(
              String.format(
                  Locale.ROOT,
                  "%s: %s (%s)",
                  category,
                  audit.getString("title"),
                  audit.getString("displayValue", "")));
          JsonObject details = audit.getJsonObject("details");
          if (details != null && !category.equals(PERFORMANCE)) {
            String items = String.valueOf(details.getJsonArray("items"));
            failures.add("  " + items.substring(0, Math.min(600, items.length())));
          }
        }
      }
    }
    return failures;
  }
}

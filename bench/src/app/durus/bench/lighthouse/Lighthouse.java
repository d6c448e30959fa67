package app.durus.bench.lighthouse;

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
 * {@code bench/lighthouse}: Lighthouse's scores for Home, a series and a lecture of the packaged
 * product, with its mobile preset (a slow phone on a slow network), each by a first visit.
 * Performance varies, so the median of several runs counts; the other scores must be perfect each
 * time.
 */
public final class Lighthouse {

  private static final int PERFORMANCE_MUST = 95;
  private static final int MOST_TRACES = 3;
  private static final Map<String, Integer> MUST =
      Map.of("performance", PERFORMANCE_MUST, "accessibility", 100, "best-practices", 100);
  private static final List<String> CATEGORIES =
      List.of("performance", "accessibility", "best-practices");

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
    boolean reached = true;
    try (ProofFolder folder = new ProofFolder();
        Product product = Product.start(folder.path().resolve("data"))) {
      String lecture =
          product
              .ask(
                  "SELECT id FROM lecture WHERE published AND series_id IS NOT NULL"
                      + " ORDER BY series_id, number LIMIT 1")
              .orElseThrow();
      String series =
          product.ask("SELECT series_id FROM lecture WHERE id = '" + lecture + "'").orElseThrow();
      Map<String, String> views = new LinkedHashMap<>();
      views.put("home", "/");
      views.put("series", "/series/" + series);
      views.put("lecture", "/lectures/" + lecture);
      Lighthouse lighthouse = new Lighthouse(folder.path(), runs);
      for (Map.Entry<String, String> view : views.entrySet()) {
        reached &= lighthouse.judge(view.getKey(), product.url() + view.getValue());
      }
    }
    System.exit(reached ? 0 : 1);
  }

  private boolean judge(String view, String url) throws IOException, InterruptedException {
    List<JsonObject> reports = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      reports.add(report(view, url, run));
    }
    boolean reached = true;
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-8s", view));
    for (String category : CATEGORIES) {
      List<Integer> scores =
          reports.stream().map(report -> score(report, category)).sorted().toList();
      int counts =
          category.equals("performance") ? scores.get(scores.size() / 2) : scores.getFirst();
      boolean enough = counts >= MUST.get(category);
      line.append(
          String.format(
              Locale.ROOT,
              " %s %d (limit ≥ %d%s; runs %s)",
              category,
              counts,
              MUST.get(category),
              enough ? "" : ", LIMIT MISSED",
              scores));
      reached &= enough;
    }
    System.out.println(line);
    System.out.println("         " + figures(reports.getFirst()));
    failures(reports.getFirst()).forEach(failure -> System.out.println("         " + failure));
    return reached;
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
          if (details != null && !category.equals("performance")) {
            String items = String.valueOf(details.getJsonArray("items"));
            failures.add("  " + items.substring(0, Math.min(600, items.length())));
          }
        }
      }
    }
    return failures;
  }
}

package app.durus.bench.seek;

import app.durus.bench.audio.BenchLibrary;
import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Options;
import app.durus.bench.measure.Rounds;
import app.durus.product.browser.Browser;
import app.durus.server.processes.ProofFolder;
import app.durus.server.waiting.Pause;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openqa.selenium.Dimension;

/**
 * {@code bench/seek}: a downloaded lecture of 200 MB, in Chromium. It measures the time from the
 * request for a range to its first byte, and from {@code currentTime} to {@code seeked}. The
 * references are the server over loopback, and workbox-range-requests over one whole cached
 * response, in alternating rounds of one browser. Then it measures the memory of playing and
 * seeking, against a lecture of 20 MB.
 */
public final class SeekBench {

  /** Bundled by the command. */
  private static final Path WORKBOX_WORKER = Path.of("target", "bench", "workbox-range-sw.js");

  private static final Dimension DESKTOP = new Dimension(1280, 800);
  private static final String HERE = "On this device";
  private static final String DOWNLOAD = "Download ·";
  private static final int ROUNDS = 3;
  private static final int RANGES = 100;
  private static final int SEEKS = 50;
  private static final int WARM_UP = 15;
  private static final int MEMORY_LOOKS = 45;

  private final Rounds firstByte =
      Rounds.atMost("first byte p95 ÷ the server's over loopback", 1.3, 0.7);
  private final Rounds seeked = Rounds.atMost("seeked p95 ÷ the server's over loopback", 1.2, 0.7);
  private final Rounds firstByteWorkbox =
      Rounds.atMost("first byte p95 ÷ workbox-range-requests", 1.3, 0.7);
  private final Rounds seekedWorkbox =
      Rounds.atMost("seeked p95 ÷ workbox-range-requests", 1.2, 0.7);
  private final Rounds memory = Rounds.atMost("peak memory over idle, 200 MB ÷ 20 MB", 1.3, 1.1);

  private final BenchLibrary library;
  private final Path folder;
  private final String path;

  private final int rounds;

  private SeekBench(BenchLibrary library, Path folder, int rounds) throws Exception {
    this.library = library;
    this.folder = folder;
    this.rounds = rounds;
    this.path = library.audioPath(BenchLibrary.LONG);
  }

  public static void main(String[] arguments) throws Exception {
    Options options =
        new Options(arguments, Set.of("rounds"), Map.of("only", List.of("seek", "memory")));
    Optional<String> only = options.word("only");
    boolean enough;
    try (ProofFolder folder = new ProofFolder();
        BenchLibrary library = BenchLibrary.start(folder.path())) {
      SeekBench bench = new SeekBench(library, folder.path(), options.get("rounds", ROUNDS));
      if (!only.equals(Optional.of("memory"))) {
        bench.seek();
      }
      if (!only.equals(Optional.of("seek"))) {
        bench.remember();
      }
      enough = bench.verdict();
    }
    System.exit(enough ? 0 : 1);
  }

  private void seek() throws Exception {
    Path recording = library.stored(BenchLibrary.LONG);
    long sizeBytes = recording.toFile().length();
    try (Browser browser = start();
        WorkboxSite workbox = new WorkboxSite(WORKBOX_WORKER, recording)) {
      download(browser, BenchLibrary.SHORT);
      download(browser, BenchLibrary.LONG);
      browser.open(workbox.url() + "/");
      String filled = (String) browser.asyncScript(SeekScripts.FILL_CACHE, path);
      if (!filled.equals("filled")) {
        throw new IllegalStateException(filled);
      }
      List<String> pages =
          List.of(
              library.plainUrl() + "/health", library.page(BenchLibrary.LONG), workbox.url() + "/");
      for (int round = 1; round <= rounds; round++) {
        double[] first = new double[pages.size()];
        double[] sought = new double[pages.size()];
        for (int i = 0; i < pages.size(); i++) {
          browser.open(pages.get(i));
          long requests = browser.networkRequests(path);
          measure(browser, SeekScripts.FIRST_BYTES, path, sizeBytes, WARM_UP);
          first[i] = measure(browser, SeekScripts.FIRST_BYTES, path, sizeBytes, RANGES);
          measure(browser, SeekScripts.SEEKED, path, WARM_UP);
          sought[i] = measure(browser, SeekScripts.SEEKED, path, SEEKS);
          checkSource(browser.networkRequests(path) - requests, i == 0);
        }
        firstByte.add(first[1], first[0]);
        seeked.add(sought[1], sought[0]);
        firstByteWorkbox.add(first[1], first[2]);
        seekedWorkbox.add(sought[1], sought[2]);
        System.out.printf(
            Locale.ROOT,
            "round %d, p95: first byte %.1f ms (server %.1f ms, Workbox %.1f ms);"
                + " seeked %.1f ms (server %.1f ms, Workbox %.1f ms)%n",
            round,
            first[1],
            first[0],
            first[2],
            sought[1],
            sought[0],
            sought[2]);
      }
    }
  }

  /**
   * Checks that the device's answers come from the device, and the server's from the server;
   * otherwise the comparison is void.
   */
  private static void checkSource(long requests, boolean isServer) {
    if (isServer ? requests < WARM_UP + RANGES : requests > 0) {
      throw new IllegalStateException(
          (isServer ? "from the server" : "from the device")
              + ", with so many requests: "
              + requests);
    }
  }

  private void remember() throws Exception {
    try (Browser browser = start()) {
      download(browser, BenchLibrary.SHORT);
      download(browser, BenchLibrary.LONG);
    }
    for (int round = 1; round <= rounds; round++) {
      double shorter = peakKibibytes(BenchLibrary.SHORT);
      double longer = peakKibibytes(BenchLibrary.LONG);
      memory.add(longer, shorter);
      System.out.printf(
          Locale.ROOT,
          "round %d, peak memory above idle: lecture of 200 MB %.1f MiB, of 20 MB %.1f MiB%n",
          round,
          longer / 1024,
          shorter / 1024);
    }
  }

  /** Uses a new browser, so that no memory of the other measurement remains. */
  private double peakKibibytes(String title) throws Exception {
    try (Browser browser = start()) {
      browser.open(library.page(title));
      browser.awaitText(HERE);
      RendererMemory used = new RendererMemory(folder.resolve("profile"));
      browser.awaitAtRest();
      browser.collectGarbage();
      long idle = used.kibibytes();
      if (idle == 0) {
        throw new IllegalStateException("no renderer process was found");
      }
      long requests = browser.networkRequests("/audio/");
      String playing =
          (String) browser.asyncScript(SeekScripts.PLAY_AND_SEEK, library.audioPath(title));
      if (!playing.equals("playing")) {
        throw new IllegalStateException(playing);
      }
      long peak = 0;
      for (int i = 0; i < MEMORY_LOOKS; i++) {
        Pause.pace(200);
        peak = Math.max(peak, used.kibibytes());
      }
      checkSource(browser.networkRequests("/audio/") - requests, false);
      return peak - idle;
    }
  }

  private boolean verdict() {
    boolean enough = true;
    for (Rounds each : List.of(firstByte, seeked, firstByteWorkbox, seekedWorkbox, memory)) {
      if (each.isEmpty()) {
        continue; // It was not asked for.
      }
      boolean held = each.isEnough();
      // The figures of workbox are only shown; the targets concern the server's figures and memory.
      enough &= held || each == firstByteWorkbox || each == seekedWorkbox;
    }
    return enough;
  }

  private Browser start() throws Exception {
    return Browser.start(folder.resolve("profile"), Locale.ENGLISH, DESKTOP);
  }

  private void download(Browser browser, String title) throws Exception {
    browser.open(library.page(title));
    browser.await(
        "the page under the worker's control",
        () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
    // The download's state is shown a moment after the rest of the page; one of the two texts
    // appears.
    boolean isHere =
        browser
            .await(
                "whether the device has " + title,
                () -> {
                  if (browser.text().contains(HERE)) {
                    return Optional.of(true);
                  }
                  return browser.names("button", DOWNLOAD).isEmpty() ? null : Optional.of(false);
                })
            .get();
    if (!isHere) {
      browser.clickStarting("button", DOWNLOAD);
      browser.awaitText(HERE);
    }
  }

  private static double measure(Browser browser, String script, Object... arguments) {
    Object answer = browser.asyncScript(script, arguments);
    if (answer instanceof List<?> took) {
      return Figures.percentile(
          took.stream().map(each -> ((Number) each).doubleValue()).toList(), 0.95);
    }
    throw new IllegalStateException(String.valueOf(answer));
  }
}

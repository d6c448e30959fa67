package app.durus.proof.downloads;

import app.durus.product.app.StoredAudio;
import app.durus.proof.run.DivergenceException;
import app.durus.server.waiting.HangGuard;
import app.durus.server.waiting.Pause;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One download that is disturbed several times before its end. The connection breaks within any
 * byte, the network is away for a while, the server is stopped and started, or the browser is
 * killed.
 */
final class DisturbedDownload {

  /**
   * The most bytes that the app itself may fetch when it is opened again; nearly all of the app is
   * in the browser.
   */
  private static final long APP_BYTES = 500_000;

  private static final long CHUNK_BYTES = 256 * 1024;

  /**
   * The pause between two checks of the stored chunks after the connection was cut. A chunk that is
   * stored later is not counted, so a slow machine counts fewer.
   */
  private static final long LOOK_MS = 150;

  private final DownloadHarness harness;
  private final SplittableRandom random;
  private int broken;
  private int away;
  private int restarts;
  private int kills;

  DisturbedDownload(DownloadHarness harness, SplittableRandom random) {
    this.harness = harness;
    this.random = random;
  }

  /**
   * @param disturbances before the end
   * @return the disturbances and the bytes fetched
   */
  String run(int disturbances) throws Exception {
    String page = harness.page(DownloadHarness.FIRST);
    long sizeBytes = harness.file(DownloadHarness.FIRST).toFile().length();
    harness.startBrowser(page);
    awaitWorker();
    harness.browser().findStarting("button", "Download ·");
    StoredAudio recording = new StoredAudio(harness.browser(), harness.file(DownloadHarness.FIRST));
    FetchedOnce once =
        new FetchedOnce(
            harness.proxy().requests(), "/audio/" + recording.sha256() + ".mp3", CHUNK_BYTES);
    long before = harness.proxy().answeredBytes();
    harness.proxy().allow(bytesUntilNext(sizeBytes, disturbances));
    harness.browser().clickStarting("button", "Download ·");
    for (int i = 0; i < disturbances; i++) {
      if (!harness.proxy().awaitSpent(HangGuard.LIMIT)) {
        throw new DivergenceException("the download stood still after disturbance " + i + where());
      }
      notReadyYet();
      once.check();
      once.note(settled(recording.in(harness.browser())));
      disturb(page);
      harness.proxy().allow(bytesUntilNext(sizeBytes, disturbances));
    }
    harness.proxy().allow(Long.MAX_VALUE);
    StoredAudio whole = recording.in(harness.browser());
    harness.browser().await("ready", () -> "ready".equals(whole.states().get(whole.sha256())));
    harness.browser().awaitText("On this device");
    List<Long> wrong = whole.wrongChunks(CHUNK_BYTES);
    if (!wrong.isEmpty()) {
      throw new DivergenceException(
          "the download is ready, but these chunks differ from the server's: " + wrong);
    }
    once.check();
    DivergenceException.unless(
        once.stored() > 0, "the device had no chunk at the last disturbance");
    long moreBytes = harness.proxy().answeredBytes() - before - sizeBytes;
    return String.format(
        Locale.ROOT,
        "%d MB downloaded through %d disturbances (%d broken connections, %d network losses, %d server"
            + " restarts, %d browser kills), no stored chunk requested again, %.1f %% more bytes sent than"
            + " the file has",
        sizeBytes / 1_000_000,
        disturbances,
        broken,
        away,
        restarts,
        kills,
        100.0 * moreBytes / sizeBytes);
  }

  /** Spreads all disturbances over the download, at offsets that are not round numbers. */
  private long bytesUntilNext(long sizeBytes, int disturbances) {
    long mean = sizeBytes / (disturbances + 2);
    return 1 + random.nextLong(mean / 2, mean);
  }

  private void disturb(String page) throws Exception {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        harness.proxy().breakConnections();
        broken++;
      }
      case 3, 4 -> {
        harness.proxy().cut();
        Pause.random(100, 1_500, random);
        harness.proxy().mend();
        away++;
      }
      case 5 -> {
        harness.product().stop();
        harness.product().startAgain();
        harness.proxy().breakConnections();
        restarts++;
      }
      default -> {
        harness.killBrowser();
        harness.proxy().breakConnections();
        harness.proxy().allow(APP_BYTES);
        harness.startBrowser(page);
        kills++;
      }
    }
  }

  /** The chunks that the device has, once their number no longer grows. */
  private static Set<Long> settled(StoredAudio stored) throws InterruptedException {
    Set<Long> before = stored.storedChunks();
    while (true) {
      Pause.pace(LOOK_MS);
      Set<Long> now = stored.storedChunks();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  private void notReadyYet() throws DivergenceException {
    boolean ready = harness.browser().text().contains("On this device");
    DivergenceException.unless(!ready, "the download is shown as ready before it is complete");
  }

  private void awaitWorker() {
    harness
        .browser()
        .await(
            "the page under the worker's control",
            () ->
                (Boolean)
                    harness.browser().script("return navigator.serviceWorker.controller !== null"));
  }

  private String where() {
    return ":\n" + harness.browser().text();
  }
}

package app.durus.product;

import app.durus.server.simulation.Diverged;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One download, disturbed again and again before its end: the cable breaks within any byte, the
 * network is away for a while, the server is stopped and started, the browser is killed.
 */
final class DisturbedDownload {

  /** Whatever is done to it, it goes on within this: its longest backoff, and a slow machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /** What the app itself may fetch when it is opened anew; nearly all of it is in the browser. */
  private static final long APP_BYTES = 500_000;

  private static final long CHUNK_BYTES = 256 * 1024;

  /**
   * What one disturbance may cost at most: two requests under way, each with a chunk that was not
   * whole, and, where the browser is killed, what was verified and waited for the store.
   */
  private static final long MOST_LOST_BYTES = 16 * 1024 * 1024;

  private final DownloadStand stand;
  private final SplittableRandom random;
  private int broken;
  private int away;
  private int restarts;
  private int kills;

  DisturbedDownload(DownloadStand stand, SplittableRandom random) {
    this.stand = stand;
    this.random = random;
  }

  /**
   * @param disturbances before the end
   * @return what was done and what it cost
   */
  String run(int disturbances) throws Exception {
    String page = stand.page(DownloadStand.FIRST);
    long sizeBytes = stand.file(DownloadStand.FIRST).toFile().length();
    stand.startBrowser(page);
    awaitWorker();
    stand.browser().findStarting("button", "Download ·");
    long before = stand.cable().answeredBytes();
    stand.cable().allow(stretch(sizeBytes, disturbances));
    stand.browser().findStarting("button", "Download ·").click();
    for (int i = 0; i < disturbances; i++) {
      if (!stand.cable().awaitSpent(PATIENCE)) {
        throw new Diverged("the download stood still after disturbance " + i + where());
      }
      notReadyYet();
      disturb(page);
      stand.cable().allow(stretch(sizeBytes, disturbances));
    }
    stand.cable().allow(Long.MAX_VALUE);
    StoredAudio stored = new StoredAudio(stand.browser(), stand.file(DownloadStand.FIRST));
    stand
        .browser()
        .await("ready", PATIENCE, () -> "ready".equals(stored.states().get(stored.sha256())));
    stand.browser().awaitText("On this device");
    List<Long> wrong = stored.wrongChunks(CHUNK_BYTES);
    if (!wrong.isEmpty()) {
      throw new Diverged("ready, and these chunks are not the server's: " + wrong);
    }
    long moreBytes = stand.cable().answeredBytes() - before - sizeBytes;
    if (moreBytes > disturbances * MOST_LOST_BYTES) {
      throw new Diverged("fetched again: " + moreBytes + " bytes");
    }
    return "%d MB through %d disturbances (%d broken, %d away, %d server restarts, %d browser kills), %.1f %% fetched again"
        .formatted(
            sizeBytes / 1_000_000,
            disturbances,
            broken,
            away,
            restarts,
            kills,
            100.0 * moreBytes / sizeBytes);
  }

  /** So that all disturbances fall within the download, and none at a round number. */
  private long stretch(long sizeBytes, int disturbances) {
    long mean = sizeBytes / (disturbances + 2);
    return 1 + random.nextLong(mean / 2, mean);
  }

  private void disturb(String page) throws Exception {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        stand.cable().breakConnections();
        broken++;
      }
      case 3, 4 -> {
        stand.cable().cut();
        Thread.sleep(random.nextInt(100, 1_500));
        stand.cable().mend();
        away++;
      }
      case 5 -> {
        stand.product().stop();
        stand.product().startAgain();
        stand.cable().breakConnections();
        restarts++;
      }
      default -> {
        stand.killBrowser();
        stand.cable().breakConnections();
        stand.cable().allow(APP_BYTES);
        stand.startBrowser(page);
        kills++;
      }
    }
  }

  private void notReadyYet() throws Diverged {
    boolean ready = stand.browser().text().contains("On this device");
    Diverged.unless(!ready, "ready before its end");
  }

  private void awaitWorker() {
    stand
        .browser()
        .await(
            "the page under the worker's control",
            () ->
                (Boolean)
                    stand.browser().script("return navigator.serviceWorker.controller !== null"));
  }

  private String where() {
    return ":\n" + stand.browser().text();
  }
}

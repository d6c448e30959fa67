package app.durus.proof.webkit;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.product.app.StoredAudio;
import app.durus.proof.browser.BrowserHarness;
import app.durus.proof.downloads.SecondPlayer;
import app.durus.proof.run.DivergenceException;
import app.durus.server.waiting.Pause;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A download in WebKit. The server is stopped several times while a long lecture is downloaded. The
 * stored lecture has exactly the file's bytes, and it plays across its length without a server.
 */
final class WebKitDownloadStory {

  private static final long CHUNK_BYTES = 256 * 1024;
  private static final int CUTS = 2;
  private static final long REQUEST_DELAY_MS = 1_000;
  private static final int SEEKS = 8;

  private final BrowserHarness harness;
  private final App app;
  private final Lecture lecture;
  private final StoredAudio stored;
  private final SplittableRandom random;

  /**
   * @param file the operator's
   */
  WebKitDownloadStory(
      BrowserHarness harness, App app, Lecture lecture, Path file, SplittableRandom random)
      throws Exception {
    this.harness = harness;
    this.app = app;
    this.lecture = lecture;
    this.random = random;
    this.stored = new StoredAudio(app.page(), file);
  }

  void downloadThroughCuts() throws Exception {
    openSlowly();
    app.open(lecture.path());
    app.page().clickStarting("button", "Download ·");
    for (int cut = 0, stored = 0; cut < CUTS; cut++) {
      stored = awaitMoreThan(stored);
      DivergenceException.unless(!isReady(), "ready with " + stored + " chunks");
      harness.wire().cut();
      Pause.random(100, 1_000, random);
      openSlowly();
    }
    app.page().await("ready", this::isReady);
    app.page().awaitText("On this device");
    List<Long> wrong = stored.wrongChunks(CHUNK_BYTES);
    DivergenceException.unless(
        wrong.isEmpty(), "ready, and these chunks are not the server's: " + wrong);
  }

  /** Cuts the network, loads the app again, and plays from the device. */
  void hearOffline() throws Exception {
    harness.wire().cut();
    app.open(lecture.path());
    app.page().find("heading", lecture.title());
    app.page().awaitText("On this device");
    SecondPlayer player = new SecondPlayer(app.page());
    for (int i = 0; i < SEEKS; i++) {
      double share = 0.98 * (SEEKS - 1 - i) / (SEEKS - 1);
      expect("heard", player.seek(stored.sha256(), share), "at " + share);
      long from = random.nextLong(stored.sizeBytes());
      long to = Math.min(stored.sizeBytes() - 1, from + random.nextLong(3 * CHUNK_BYTES));
      expect("exact", stored.answer(from, to), "bytes " + from + " to " + to);
    }
    expect("exact", stored.answer(0, 1), "Safari's probe");
    harness.wire().open();
  }

  /** Slows the download, so that a cut comes before its end. */
  private void openSlowly() {
    harness.wire().open();
    harness.wire().slowAudio(REQUEST_DELAY_MS);
  }

  private int awaitMoreThan(int chunks) {
    return app.page()
        .await(
            "more chunks than " + chunks,
            () -> {
              int now = stored.storedChunks().size();
              return now > chunks ? now : null;
            });
  }

  private boolean isReady() {
    return "ready".equals(stored.states().get(stored.sha256()));
  }

  private static void expect(String expected, String actual, String what)
      throws DivergenceException {
    DivergenceException.unless(
        expected.equals(actual), what + ": " + actual + " instead of " + expected);
  }
}

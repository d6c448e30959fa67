package app.durus.proof.webkit;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.product.browser.Page;
import app.durus.proof.browser.Account;
import app.durus.proof.browser.BrowserHarness;
import app.durus.proof.browser.SeededRounds;
import app.durus.proof.browser.ShownProgress;
import app.durus.proof.run.DivergenceException;
import app.durus.server.processes.ProofFolder;
import app.durus.server.waiting.Pause;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.openqa.selenium.Dimension;

/**
 * {@code proof/webkit}: the main story in the engine of iPhones. The app starts. A lecture is
 * downloaded, plays and seeks from the worker. Then the server is stopped: the app is loaded again
 * and continues to play. When the server is back, the outbox is drained without Background Sync. At
 * the end Home is shown in Arabic.
 */
public final class WebKitProof {

  private static final Dimension DESKTOP = new Dimension(1280, 900);

  /** Lectures that are marked; another one is played. */
  private static final int MARKED = 3;

  /**
   * The difference allowed between the shown, the stored and the reloaded position: rounding only.
   */
  private static final long SAME_PLACE_MS = 1_000;

  /** While playing, the position is stored at least this often. */
  private static final long MOST_MISSING_MS = 5_000;

  private static final String LONG = "A Long Lecture";
  private static final long LONG_BYTES = 48_000_000;
  private static final long BRIEF_BYTES = 24_000_000;

  private final BrowserHarness harness;
  private final Path longFile;
  private long mostMissingMs;
  private int downloads;
  private int actions;

  private WebKitProof(BrowserHarness harness, Path longFile) {
    this.harness = harness;
    this.longFile = longFile;
  }

  public static void main(String[] arguments) throws Exception {
    SeededRounds rounds = new SeededRounds("webkit", arguments);
    String figures;
    try (ProofFolder folder = new ProofFolder();
        BrowserHarness harness = BrowserHarness.start(folder.path())) {
      Path longFile = harness.importLong(LONG, 1, rounds.brief() ? BRIEF_BYTES : LONG_BYTES);
      WebKitProof proof = new WebKitProof(harness, longFile);
      rounds.play(
          seed -> {
            try (WebKit browser = WebKit.start(folder.path(), DESKTOP)) {
              proof.round(browser, seed);
              new WebKitArabicStory(harness, browser).readHome();
            }
          });
      harness.tables().faultyRevisions().ifPresent(rounds::fault);
      figures =
          String.format(
              Locale.ROOT,
              "at most %d ms of listening lost after a reload, %d listener actions, %d long downloads"
                  + " through broken connections, %d intents applied by %d pushes",
              proof.mostMissingMs,
              proof.actions,
              proof.downloads,
              harness.wire().exchanges().applied(),
              harness.wire().exchanges().pushes());
    }
    rounds.end(figures);
  }

  private Lecture lecture(String title) throws Exception {
    return harness.lectures().stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private void round(Page page, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Lecture> all = harness.lectures();
    Lecture longOne = lecture(LONG);
    List<Lecture> lectures = all.stream().filter(each -> !each.equals(longOne)).toList();
    Lecture played = lectures.get(random.nextInt(lectures.size()));
    List<Lecture> marked =
        lectures.stream().filter(each -> !each.equals(played)).limit(MARKED).toList();
    Account account = new Account("WebKit " + seed);
    harness.wire().open();
    App app = new App(page, harness.wire().url());
    app.open("/sign-in");
    checkEngine(page);
    app.signUp(account.name());
    app.visit(played);
    app.download();
    app.play(played);
    seek(app, random.nextLong(played.durationMs() / 4));
    mark(app, account, marked.get(random.nextInt(MARKED)));

    harness.wire().cut();
    Pause.random(3_000, random);
    long shownMs = app.positionMs();
    app.open(played.path());
    page.find("heading", played.title());
    long foundMs = page.await("the player", () -> positive(app.positionMs()));
    DivergenceException.unless(
        foundMs >= shownMs - MOST_MISSING_MS && foundMs <= shownMs + 2 * SAME_PLACE_MS,
        String.format(
            Locale.ROOT,
            "the page was reloaded at %d ms, and the position is then %d ms",
            shownMs,
            foundMs));
    mostMissingMs = Math.max(mostMissingMs, shownMs - foundMs);

    app.play(played);
    checkFromDevice(page);
    seek(app, random.nextLong(played.durationMs() / 4, played.durationMs() / 2));
    app.pause();
    account.did(played, account.of(played).at(app.positionMs()));
    for (Lecture lecture : marked) {
      mark(app, account, lecture);
    }
    app.open("/settings");
    page.find("button", "Sync now");
    DivergenceException.unless(
        !app.isSynchronized(), "nothing is pending, though there was no server");

    harness.wire().open();
    if (random.nextBoolean()) {
      app.sync();
    }
    account.awaitOnServer(harness);
    page.awaitText("Everything is synchronized");
    harness.wire().exchanges().checkEachAppliedOnce();

    WebKitDownloadStory download =
        new WebKitDownloadStory(harness, app, longOne, longFile, random.split());
    download.downloadThroughCuts();
    download.hearOffline();
    downloads++;
  }

  /** Checks the features that the app needs, and that the engine has no Background Sync. */
  private static void checkEngine(Page page) throws DivergenceException {
    Object lacking =
        page.script(
            """
            return Object.entries({
              indexedDB: 'indexedDB' in window,
              serviceWorker: 'serviceWorker' in navigator,
              locks: 'locks' in navigator,
              BroadcastChannel: 'BroadcastChannel' in window,
              mediaSession: 'mediaSession' in navigator,
              noBackgroundSync: !('SyncManager' in window),
            }).filter(([, there]) => !there).map(([name]) => name).join(' ');
            """);
    DivergenceException.unless("".equals(lacking), "the engine is not as expected: " + lacking);
  }

  /** The answer must come from the worker, because the server is stopped. */
  private static void checkFromDevice(Page page) {
    page.clickStarting("button", "Open player");
    page.awaitText("From this device");
    page.click("button", "Close player");
  }

  private static void seek(App app, long toMs) {
    app.seek(toMs);
    app.page().await("playback from " + toMs, () -> app.positionMs() > toMs + 300 ? true : null);
  }

  private void mark(App app, Account account, Lecture lecture) {
    app.visit(lecture);
    ShownProgress before = account.of(lecture);
    app.favorite(lecture, !before.favorite());
    account.did(lecture, before.favorite(!before.favorite()));
    actions++;
  }

  private static Long positive(long positionMs) {
    return positionMs < 0 ? null : positionMs;
  }
}

package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.server.processes.ProofFolder;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * {@code proof/browser}: the packaged product in a real Chromium. The browser is killed while it
 * plays and while it drains. Three tabs and the worker drain at once, and the worker alone. Two
 * listeners take turns. The app is updated while it plays. A round has its own browser profile and
 * accounts. The seed decides the actions and their times.
 */
public final class BrowserProof {

  private static final int KILLS_A_ROUND = 13;
  private static final int KILLS_A_BRIEF_ROUND = 2;

  /** Lectures that are marked; another one is played. */
  private static final int MARKED = 3;

  private final BrowserHarness harness;
  private final RunTotals totals = new RunTotals();
  private final boolean brief;

  private BrowserProof(BrowserHarness harness, boolean brief) {
    this.harness = harness;
    this.brief = brief;
  }

  public static void main(String[] arguments) throws Exception {
    SeededRounds rounds = new SeededRounds("browser", arguments);
    String figures;
    try (ProofFolder folder = new ProofFolder();
        BrowserHarness harness = BrowserHarness.start(folder.path())) {
      BrowserProof proof = new BrowserProof(harness, rounds.brief());
      rounds.play(proof::round);
      harness.tables().faultyRevisions().ifPresent(rounds::fault);
      Exchanges exchanges = harness.wire().exchanges();
      figures =
          String.format(
              Locale.ROOT,
              "%s, %d intents applied by %d pushes, %d repeated intents changed nothing",
              proof.totals,
              exchanges.applied(),
              exchanges.pushes(),
              exchanges.repeated());
    }
    rounds.end(figures);
  }

  private void round(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Lecture> lectures = harness.lectures();
    Lecture played = lectures.get(random.nextInt(lectures.size()));
    List<Lecture> marked =
        lectures.stream().filter(each -> !each.equals(played)).limit(MARKED).toList();
    Account account = new Account("Listener " + seed);
    Account other = new Account("Other " + seed);
    try (BrowserProfile device =
        new BrowserProfile(harness.folder().resolve("profile-" + seed), harness.wire().url())) {
      prepare(device, account, played);
      KillStory kills =
          new KillStory(harness, device, account, played, marked, random.split(), totals);
      int planned = brief ? KILLS_A_BRIEF_ROUND : KILLS_A_ROUND;
      for (int i = 0; i < planned; i++) {
        if (i % 2 == 0) {
          kills.killWhilePlaying();
        } else {
          kills.killWhileDraining();
        }
      }
      new TabsStory(harness, device, account, marked, random.split(), totals)
          .drainTogether(seed % 2 == 1);
      new WorkerStory(harness, device, account, marked, random.split(), totals)
          .drainWithEveryPageClosed();
      new AccountsStory(harness, device, account, other, marked, random.split(), totals)
          .takeTurns();
      new UpdateStory(harness, device, account, played, marked.getFirst(), random.split(), totals)
          .updateWhilePlaying();
    }
    harness.wire().exchanges().checkEachAppliedOnce();
  }

  /**
   * Signs up and downloads the lecture that will be played. The browser ends in order, so that
   * everything is kept.
   */
  private void prepare(BrowserProfile device, Account account, Lecture played) throws Exception {
    harness.wire().open();
    App app = device.start("/sign-in");
    app.signUp(account.name());
    app.visit(played);
    app.download();
    device.end();
    device.start(played.path());
  }
}

package app.durus.product;

import app.durus.server.simulation.Diverged;
import app.durus.server.simulation.ProofFolder;
import app.durus.server.simulation.ProofLog;
import app.durus.server.simulation.ProofOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code proof/browser}: the packaged product in a real Chromium, which is killed while it plays
 * and while it drains, drains from three tabs and the worker at once and from the worker alone,
 * changes hands between two listeners, and is updated while it plays. A round has a browser profile
 * and accounts of its own; its seed decides what is done and when.
 */
public final class BrowserProof {

  private static final int KILLS_A_ROUND = 8;
  private static final int KILLS_A_BRIEF_ROUND = 2;

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  /** Lectures that are marked; another one is played. */
  private static final int MARKED = 3;

  private final BrowserStand stand;
  private final Tally tally = new Tally();
  private final boolean brief;

  private BrowserProof(BrowserStand stand, boolean brief) {
    this.stand = stand;
    this.brief = brief;
  }

  public static void main(String[] arguments) throws Exception {
    // Selenium misses its own model of the newest protocol of the developer tools; we use none of
    // it.
    SELENIUM.setLevel(Level.SEVERE);
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    Browser.isThere();
    ProofLog log = new ProofLog("browser");
    long first = options.from(log);
    long next = first;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.time());
    String figures;
    try (ProofFolder folder = new ProofFolder();
        BrowserStand stand = BrowserStand.start(folder.path())) {
      BrowserProof proof = new BrowserProof(stand, options.brief());
      do {
        try {
          proof.round(next++);
        } catch (Diverged | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
      stand.tables().faultyRevisions().ifPresent(faults::add);
      Exchanges exchanges = stand.wire().exchanges();
      figures =
          "%s, %d intents applied by %d pushes, %d came again and changed nothing, %d faults"
              .formatted(
                  proof.tally,
                  exchanges.applied(),
                  exchanges.pushes(),
                  exchanges.repeated(),
                  faults.size());
    }
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(options, first, next - 1, begun, figures);
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private void round(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Lecture> lectures = stand.lectures();
    Lecture played = lectures.get(random.nextInt(lectures.size()));
    List<Lecture> marked =
        lectures.stream().filter(each -> !each.equals(played)).limit(MARKED).toList();
    Account account = new Account("Listener " + seed);
    Account other = new Account("Other " + seed);
    try (Device device =
        new Device(stand.folder().resolve("profile-" + seed), stand.wire().url())) {
      prepare(device, account, played);
      KillStory kills =
          new KillStory(stand, device, account, played, marked, random.split(), tally);
      int planned = brief ? KILLS_A_BRIEF_ROUND : KILLS_A_ROUND;
      for (int i = 0; i < planned; i++) {
        if (i % 2 == 0) {
          kills.killWhilePlaying();
        } else {
          kills.killWhileDraining();
        }
      }
      new TabsStory(stand, device, account, marked, random.split(), tally)
          .drainTogether(seed % 2 == 1);
      new WorkerStory(stand, device, account, marked, random.split(), tally)
          .drainWithEveryPageClosed();
      new AccountsStory(stand, device, account, other, marked, random.split(), tally).takeTurns();
      new UpdateStory(stand, device, account, played, marked.getFirst(), random.split(), tally)
          .updateWhilePlaying();
    }
    stand.wire().exchanges().checkEachAppliedOnce();
  }

  /**
   * Signs up and downloads what will be played; the browser ends in peace, so all of it is kept.
   */
  private void prepare(Device device, Account account, Lecture played) throws Exception {
    stand.wire().open();
    App app = device.start("/sign-in");
    app.signUp(account.name());
    app.visit(played);
    app.download();
    device.end();
    device.start(played.path());
  }
}

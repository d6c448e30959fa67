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
 * {@code proof/downloads}: the packaged product and a real Chromium. A long lecture is downloaded
 * through disturbances of every kind, heard without a network from end to end, damaged, evicted,
 * left without space, and replaced while it plays. Each seed has a server and a profile of its own.
 */
public final class DownloadsProof {

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final long SIZE_BYTES = 200_000_000;
  private static final int DISTURBANCES = 32;
  private static final long BRIEF_SIZE_BYTES = 40_000_000;
  private static final int BRIEF_DISTURBANCES = 5;

  private DownloadsProof() {}

  public static void main(String[] arguments) throws Exception {
    // Selenium misses its own model of the newest protocol of the developer tools; it does without.
    SELENIUM.setLevel(Level.SEVERE);
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    Browser.isThere();
    ProofLog log = new ProofLog("downloads");
    long first = options.from(log);
    long next = first;
    List<String> told = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.time());
    do {
      long seed = next++;
      try (ProofFolder folder = new ProofFolder()) {
        told.add(round(folder, seed, options.brief()));
      } catch (Diverged | AssertionError e) {
        faults.add("seed " + seed + ": " + e);
      }
    } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.join("; ", told) + (told.isEmpty() ? "" : ", ") + faults.size() + " faults");
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static String round(ProofFolder folder, long seed, boolean brief) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    long sizeBytes = brief ? BRIEF_SIZE_BYTES : SIZE_BYTES;
    try (DownloadStand stand = DownloadStand.start(folder.path(), seed, sizeBytes)) {
      String told =
          new DisturbedDownload(stand, random.split())
              .run(brief ? BRIEF_DISTURBANCES : DISTURBANCES);
      DownloadedStories stories = new DownloadedStories(stand, random.split());
      stories.hearOffline();
      stories.healDamage();
      stories.fetchEvicted();
      stories.runOutOfSpace();
      stories.replaceWhilePlaying(seed);
      return told;
    }
  }
}

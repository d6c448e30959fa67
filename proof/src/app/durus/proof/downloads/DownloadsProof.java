package app.durus.proof.downloads;

import app.durus.proof.browser.SeededRounds;
import app.durus.server.processes.ProofFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code proof/downloads}: the packaged product and a real Chromium. A long lecture is downloaded
 * through disturbances of every kind. Then it is played without a network from end to end, damaged,
 * evicted, left without space, and replaced while it plays. Each seed has its own server and
 * profile.
 */
public final class DownloadsProof {

  private static final long SIZE_BYTES = 200_000_000;
  private static final int DISTURBANCES = 32;
  private static final long BRIEF_SIZE_BYTES = 40_000_000;
  private static final int BRIEF_DISTURBANCES = 5;

  private DownloadsProof() {}

  public static void main(String[] arguments) throws Exception {
    SeededRounds rounds = new SeededRounds("downloads", arguments);
    List<String> told = new ArrayList<>();
    rounds.play(
        seed -> {
          try (ProofFolder folder = new ProofFolder()) {
            told.add(round(folder, seed, rounds.brief()));
          }
        });
    rounds.end(told.isEmpty() ? "none to its end" : String.join("; ", told));
  }

  private static String round(ProofFolder folder, long seed, boolean brief) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    long sizeBytes = brief ? BRIEF_SIZE_BYTES : SIZE_BYTES;
    try (DownloadHarness harness = DownloadHarness.start(folder.path(), seed, sizeBytes)) {
      String told =
          new DisturbedDownload(harness, random.split())
              .run(brief ? BRIEF_DISTURBANCES : DISTURBANCES);
      DownloadedStories stories = new DownloadedStories(harness, random.split());
      stories.hearOffline();
      stories.healDamage();
      stories.fetchEvicted();
      stories.runOutOfSpace();
      stories.replaceWhilePlaying(seed);
      return told;
    }
  }
}

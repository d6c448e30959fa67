package app.durus.proof.oracle;

import java.util.SplittableRandom;
import java.util.UUID;

/** Valid actions on the lectures of {@link TestCatalogue}, for proofs about the order of events. */
public final class ListenerActions {

  /** 2026-01-01T00:00Z. */
  private static final long START_MS = 1_767_225_600_000L;

  private static final int STEP_MS = 1_000;
  private static final int STEPS_OF_DISORDER = 8;

  private ListenerActions() {}

  /**
   * @param step of the device. A later step probably has the later stamp, but not surely.
   */
  public static ListenerAction any(SplittableRandom random, int step) {
    TestCatalogue.Lecture lecture =
        TestCatalogue.LECTURES.get(random.nextInt(TestCatalogue.LECTURES.size()));
    UUID id = new UUID(random.nextLong(), random.nextLong());
    long occurredAt =
        START_MS + (long) STEP_MS * step + random.nextInt(STEP_MS * STEPS_OF_DISORDER);
    ListenerAction.Kind kind =
        ListenerAction.Kind.values()[random.nextInt(ListenerAction.Kind.values().length)];
    return kind == ListenerAction.Kind.PROGRESS
        ? ListenerAction.progress(
            id,
            lecture.lectureId(),
            occurredAt,
            random.nextInt(100_000),
            lecture.assets().getLast().assetId())
        : ListenerAction.of(id, kind, lecture.lectureId(), occurredAt);
  }
}

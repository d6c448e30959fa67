package app.durus.server.simulation;

import java.util.SplittableRandom;
import java.util.UUID;

/** Valid wishes about the shelf, for proofs in which the order of events is what matters. */
final class Wishes {

  /** 2026-01-01T00:00Z. */
  private static final long START_MS = 1_767_225_600_000L;

  private static final int STEP_MS = 1_000;
  private static final int STEPS_OF_DISORDER = 8;

  private Wishes() {}

  /**
   * @param step how far its device has come: later ones are likely to win, and not sure to
   */
  static Wish any(SplittableRandom random, int step) {
    Shelf.Lecture lecture = Shelf.LECTURES.get(random.nextInt(Shelf.LECTURES.size()));
    UUID id = new UUID(random.nextLong(), random.nextLong());
    long occurredAt =
        START_MS + (long) STEP_MS * step + random.nextInt(STEP_MS * STEPS_OF_DISORDER);
    Wish.Kind kind = Wish.Kind.values()[random.nextInt(Wish.Kind.values().length)];
    return kind == Wish.Kind.PROGRESS
        ? Wish.progress(
            id,
            lecture.lectureId(),
            occurredAt,
            random.nextInt(100_000),
            lecture.assets().getLast().assetId())
        : Wish.of(id, kind, lecture.lectureId(), occurredAt);
  }
}

package app.durus.server.listening.rules;

import java.util.OptionalLong;

/**
 * What a listener sees of a lecture's state: a pure function of the registers and the catalogue
 * (R4, R5, R9). Devices compute the same from the same registers, with intents still pending laid
 * over them.
 *
 * @param resumePositionMs where playing starts
 * @param completed whether the lecture counts as completed
 */
public record LectureProgress(long resumePositionMs, boolean completed) {

  /**
   * Whoever stands this close to the end is done: playing starts from the beginning. Ten seconds
   * are more than the few seconds between two positions kept, so that a lecture played to its end
   * lands within them, and less than any closing supplication, so that nothing worth hearing is
   * skipped.
   */
  public static final long END_MARGIN_MS = 10_000;

  /** Of a short recording the margin is a twentieth, lest half of a short clip count as its end. */
  private static final long MAX_MARGIN_FRACTION = 20;

  /**
   * @param presentDurationMs of the lecture's present primary asset, empty when there is none: then
   *     the position is offered as it was recorded
   */
  public static LectureProgress of(Registers registers, OptionalLong presentDurationMs) {
    Completion completion = registers.completion();
    boolean completed = completion != null && completion.completed();
    Position position = registers.position();
    if (position == null || completed && !isRelisten(position, completion)) {
      return new LectureProgress(0, completed);
    }
    return new LectureProgress(offered(position.positionMs(), presentDurationMs), completed);
  }

  /** The end margin of a recording of this length. */
  public static long endMarginMs(long durationMs) {
    return Math.min(END_MARGIN_MS, durationMs / MAX_MARGIN_FRACTION);
  }

  /** R5: only what was listened to after the completion counts while the lecture is completed. */
  private static boolean isRelisten(Position position, Completion completion) {
    return position.stamp().occurredAt() > completion.stamp().occurredAt();
  }

  /** R9 clamps to the present asset; a position clamped to its end is within the end margin. */
  private static long offered(long positionMs, OptionalLong presentDurationMs) {
    if (presentDurationMs.isEmpty()) {
      return positionMs;
    }
    long durationMs = presentDurationMs.getAsLong();
    return positionMs >= durationMs - endMarginMs(durationMs) ? 0 : positionMs;
  }
}

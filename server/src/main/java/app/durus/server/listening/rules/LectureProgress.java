package app.durus.server.listening.rules;

import java.util.OptionalLong;

/**
 * The position to resume at, and whether the lecture is completed: a pure function of the registers
 * and the present asset's duration (R4, R5, R9). Devices compute the same from the same registers,
 * with their pending intents applied (C8).
 *
 * @param resumePositionMs where playing starts
 * @param completed whether the lecture counts as completed
 */
public record LectureProgress(long resumePositionMs, boolean completed) {

  /**
   * A position this close to the end counts as the end: playing starts from the beginning. Ten
   * seconds are more than the few seconds between two stored positions, so that a lecture played to
   * its end is within the margin. They are less than a closing supplication, so that nothing worth
   * hearing is skipped.
   */
  public static final long END_MARGIN_MS = 10_000;

  /**
   * The margin is at most a twentieth of the duration. Otherwise half of a short clip would count
   * as its end.
   */
  private static final long MAX_MARGIN_FRACTION = 20;

  /**
   * @param presentDurationMs of the lecture's present primary asset, empty when there is none; the
   *     position is then offered as recorded
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

  /** The end margin of an asset of this duration. */
  public static long endMarginMs(long durationMs) {
    return Math.min(END_MARGIN_MS, durationMs / MAX_MARGIN_FRACTION);
  }

  /** While a lecture is completed, only a position later than the completion counts (R5). */
  private static boolean isRelisten(Position position, Completion completion) {
    return position.stamp().occurredAt() > completion.stamp().occurredAt();
  }

  /**
   * R9 clamps the position to the present asset's duration; that is within the end margin, and so
   * the beginning (R5).
   */
  private static long offered(long positionMs, OptionalLong presentDurationMs) {
    if (presentDurationMs.isEmpty()) {
      return positionMs;
    }
    long durationMs = presentDurationMs.getAsLong();
    return positionMs >= durationMs - endMarginMs(durationMs) ? 0 : positionMs;
  }
}

package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * One listener's state of one lecture: three independent registers, each null until an intent wrote
 * it. A product of joins is a join.
 */
public record Registers(Position position, Completion completion, Favorite favorite) {

  /** What a lecture that was never touched has. */
  public static final Registers NONE = new Registers(null, null, null);

  /** The state that follows from this one valid intent alone. */
  public static Registers of(Intent intent) {
    return switch (intent) {
      case Intent.Progress progress ->
          new Registers(
              new Position(
                  progress.positionMs(),
                  progress.audioAssetId(),
                  progress.stamp(),
                  progress.deviceId()),
              null,
              null);
      case Intent.Completed completed ->
          new Registers(
              null,
              new Completion(
                  true, completed.stamp(), completed.deviceId(), completed.stamp().occurredAt()),
              null);
      case Intent.Reopened reopened ->
          new Registers(
              null, new Completion(false, reopened.stamp(), reopened.deviceId(), null), null);
      case Intent.Favorited favorited ->
          new Registers(null, null, new Favorite(true, favorited.stamp(), favorited.deviceId()));
      case Intent.Unfavorited unfavorited ->
          new Registers(
              null, null, new Favorite(false, unfavorited.stamp(), unfavorited.deviceId()));
    };
  }

  /** The state that holds both (R1, R2). */
  public Registers join(Registers other) {
    return new Registers(
        joined(position, other.position, Position::join),
        joined(completion, other.completion, Completion::join),
        joined(favorite, other.favorite, Favorite::join));
  }

  /** Only the registers that differ from those before; a register never goes back to null. */
  public Registers changedSince(Registers before) {
    return new Registers(
        Objects.equals(position, before.position) ? null : position,
        Objects.equals(completion, before.completion) ? null : completion,
        Objects.equals(favorite, before.favorite) ? null : favorite);
  }

  private static <T> T joined(T left, T right, BinaryOperator<T> join) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return join.apply(left, right);
  }
}

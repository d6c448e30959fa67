package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * The completion register (R4): completed or reopened, and beside it the first completion ever.
 *
 * <p>The greatest {@code (occurredAt, COMPLETED before REOPENED, intentId)} wins. <em>Before</em>
 * is the order of time: within one millisecond the completion counts as the earlier and the
 * reopening as the later, so the reopening wins. One can only reopen what is completed, so this is
 * the order in which the two must have been meant; and nothing is lost by it, since {@code
 * firstCompletedAt} stays.
 *
 * @param completed false when reopened
 * @param deviceId the device that carried the intent; decides last, as in {@link Position}
 * @param firstCompletedAt the smallest {@code occurredAt} of any completion, null when there was
 *     none; it only ever sinks
 */
public record Completion(boolean completed, Stamp stamp, UUID deviceId, Long firstCompletedAt) {

  public Completion {
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
    if (completed && firstCompletedAt == null) {
      throw new IllegalArgumentException("completed, but never first completed");
    }
    if (firstCompletedAt != null && firstCompletedAt > stamp.occurredAt()) {
      throw new IllegalArgumentException("first completed after the last word on completion");
    }
  }

  /** The register that holds both. */
  public Completion join(Completion other) {
    Completion winner = compare(other) >= 0 ? this : other;
    return new Completion(
        winner.completed,
        winner.stamp,
        winner.deviceId,
        earlier(firstCompletedAt, other.firstCompletedAt));
  }

  /** Whether the same intent holds both registers, whichever device carried it. */
  public boolean isFromSameIntentAs(Completion other) {
    return compareIntent(other) == 0;
  }

  private int compare(Completion other) {
    int byIntent = compareIntent(other);
    return byIntent != 0 ? byIntent : UnsignedIds.compare(deviceId, other.deviceId);
  }

  private int compareIntent(Completion other) {
    int byTime = Long.compare(stamp.occurredAt(), other.stamp.occurredAt());
    if (byTime != 0) {
      return byTime;
    }
    int completedBeforeReopened = -Boolean.compare(completed, other.completed);
    return completedBeforeReopened != 0
        ? completedBeforeReopened
        : UnsignedIds.compare(stamp.intentId(), other.stamp.intentId());
  }

  private static Long earlier(Long left, Long right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return Math.min(left, right);
  }
}

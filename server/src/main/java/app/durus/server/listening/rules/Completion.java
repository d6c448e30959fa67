package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * The completion register (R4): completed or reopened, and beside it the first completion ever.
 *
 * <p>The greatest {@code (occurredAt, COMPLETED before REOPENED, intentId)} wins. <em>Before</em>
 * is the order of time: within one millisecond the completion counts as the earlier and the
 * reopening as the later, so the reopening wins. A lecture can only be reopened when it is
 * completed, so the listener meant them in this order. Nothing is lost by it, because {@code
 * firstCompletedAt} stays.
 *
 * @param completed false when reopened
 * @param deviceId the device that carried the intent; decides last, as in {@link Position}
 * @param firstCompletedAt the smallest {@code occurredAt} of any completion, null when there was
 *     none; a join never raises it
 */
public record Completion(boolean completed, Stamp stamp, UUID deviceId, Long firstCompletedAt)
    implements RegisterValue<Completion> {

  public static final RegisterField<Completion, Boolean> COMPLETED =
      RegisterField.ofBoolean("completed", "completed", Completion::completed);

  public static final RegisterField<Completion, Long> FIRST_COMPLETED_AT =
      RegisterField.ofLong("firstCompletedAt", "first_completed_at", Completion::firstCompletedAt);

  public Completion {
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
    if (completed && firstCompletedAt == null) {
      throw new IllegalArgumentException("completed, but without a first completion");
    }
    if (firstCompletedAt != null && firstCompletedAt > stamp.occurredAt()) {
      throw new IllegalArgumentException("the first completion is later than the register's stamp");
    }
  }

  static Completion of(RegisterField.Source fields, Stamp stamp, UUID deviceId) {
    return new Completion(fields.get(COMPLETED), stamp, deviceId, fields.get(FIRST_COMPLETED_AT));
  }

  static Completion completed(Stamp stamp, UUID deviceId) {
    return new Completion(true, stamp, deviceId, stamp.occurredAt());
  }

  static Completion reopened(Stamp stamp, UUID deviceId) {
    return new Completion(false, stamp, deviceId, null);
  }

  @Override
  public Completion join(Completion other) {
    Completion winner = RegisterValue.greater(this, other);
    return new Completion(
        winner.completed,
        winner.stamp,
        winner.deviceId,
        earlier(firstCompletedAt, other.firstCompletedAt));
  }

  @Override
  public int compareIntent(Completion other) {
    int byTime = Long.compare(stamp.occurredAt(), other.stamp.occurredAt());
    if (byTime != 0) {
      return byTime;
    }
    int completedBeforeReopened = -Boolean.compare(completed, other.completed);
    return completedBeforeReopened != 0
        ? completedBeforeReopened
        : UnsignedIds.compare(stamp.intentId(), other.stamp.intentId());
  }

  /** A completion may lose the register and still be the first: then it changed the state. */
  @Override
  public boolean changedBeside(Completion before, Completion after) {
    return firstCompletedAt != null
        && firstCompletedAt.equals(after.firstCompletedAt)
        && (before == null || !firstCompletedAt.equals(before.firstCompletedAt));
  }

  private static Long earlier(Long left, Long right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return Math.min(left, right);
  }
}

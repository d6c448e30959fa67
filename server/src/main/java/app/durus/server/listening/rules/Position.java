package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * The position register (R3): the greatest stamp wins. If one stamp comes with two contents, the
 * greater canonical bytes win, so that even a misbehaving client cannot make two devices differ.
 * Canonical bytes: {@code positionMs} (8, big-endian), {@code audioAssetId} (16), {@code deviceId}
 * (16).
 *
 * @param positionMs as recorded, never clamped here: measured durations can be wrong (R7.2)
 * @param audioAssetId the asset that the position was measured on (R9)
 * @param deviceId the device that carried the intent
 */
public record Position(long positionMs, UUID audioAssetId, Stamp stamp, UUID deviceId)
    implements RegisterValue<Position> {

  public static final RegisterField<Position, Long> POSITION_MS =
      RegisterField.<Position>ofLong("positionMs", "position_ms", Position::positionMs)
          .validWhen(
              positionMs -> positionMs >= 0 && positionMs <= Validity.MAX_POSITION_MS,
              Reason.INVALID_POSITION);

  public static final RegisterField<Position, UUID> AUDIO_ASSET_ID =
      RegisterField.ofId("audioAssetId", "position_asset_id", Position::audioAssetId);

  public Position {
    Objects.requireNonNull(audioAssetId);
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
    if (positionMs < 0) {
      throw new IllegalArgumentException("negative position: " + positionMs);
    }
  }

  static Position of(RegisterField.Source fields, Stamp stamp, UUID deviceId) {
    return new Position(fields.get(POSITION_MS), fields.get(AUDIO_ASSET_ID), stamp, deviceId);
  }

  @Override
  public Position join(Position other) {
    return RegisterValue.greater(this, other);
  }

  @Override
  public int compareIntent(Position other) {
    int byStamp = stamp.compareTo(other.stamp);
    if (byStamp != 0) {
      return byStamp;
    }
    int byPosition = Long.compare(positionMs, other.positionMs);
    return byPosition != 0 ? byPosition : UnsignedIds.compare(audioAssetId, other.audioAssetId);
  }
}

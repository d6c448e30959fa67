package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * The position register (R3): the greatest stamp wins. Should one stamp come with two contents, the
 * greater canonical bytes win, so that even a misbehaving client cannot make two devices differ.
 * Canonical bytes: {@code positionMs} (8, big-endian), {@code audioAssetId} (16), {@code deviceId}
 * (16).
 *
 * @param positionMs as recorded, never clamped here: measured durations can be wrong (R7)
 * @param audioAssetId the asset that the position was measured on (R9)
 * @param deviceId the device that carried the intent
 */
public record Position(long positionMs, UUID audioAssetId, Stamp stamp, UUID deviceId)
    implements Comparable<Position> {

  public Position {
    Objects.requireNonNull(audioAssetId);
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
    if (positionMs < 0) {
      throw new IllegalArgumentException("negative position: " + positionMs);
    }
  }

  /** The register that holds both. */
  public Position join(Position other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether the same intent wrote both, whichever device carried it. */
  public boolean isFromSameIntentAs(Position other) {
    return compareIntent(other) == 0;
  }

  @Override
  public int compareTo(Position other) {
    int byIntent = compareIntent(other);
    return byIntent != 0 ? byIntent : UnsignedIds.compare(deviceId, other.deviceId);
  }

  private int compareIntent(Position other) {
    int byStamp = stamp.compareTo(other.stamp);
    if (byStamp != 0) {
      return byStamp;
    }
    int byPosition = Long.compare(positionMs, other.positionMs);
    return byPosition != 0 ? byPosition : UnsignedIds.compare(audioAssetId, other.audioAssetId);
  }
}

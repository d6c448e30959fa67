package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * The favorite register (R6): the desired state with the greatest stamp, never a toggle. Canonical
 * bytes that decide between two contents of one stamp: off before on, then {@code deviceId}.
 *
 * @param deviceId the device that carried the intent
 */
public record Favorite(boolean favorite, Stamp stamp, UUID deviceId)
    implements Comparable<Favorite> {

  public Favorite {
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
  }

  /** The register that holds both. */
  public Favorite join(Favorite other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether the same intent wrote both, whichever device carried it. */
  public boolean isFromSameIntentAs(Favorite other) {
    return compareIntent(other) == 0;
  }

  @Override
  public int compareTo(Favorite other) {
    int byIntent = compareIntent(other);
    return byIntent != 0 ? byIntent : UnsignedIds.compare(deviceId, other.deviceId);
  }

  private int compareIntent(Favorite other) {
    int byStamp = stamp.compareTo(other.stamp);
    return byStamp != 0 ? byStamp : Boolean.compare(favorite, other.favorite);
  }
}

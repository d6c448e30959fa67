package app.durus.server.listening.rules;

import java.util.UUID;

/**
 * What a register holds once an intent wrote it. Values are joined, never overwritten.
 *
 * @param <V> the implementing type itself
 */
public interface RegisterValue<V extends RegisterValue<V>> {

  /** The stamp of the intent that won. */
  Stamp stamp();

  /** The device that carried that intent. */
  UUID deviceId();

  /**
   * The order in which intents win, devices aside. Zero when the same intent wrote both values,
   * whichever device carried it.
   */
  int compareIntent(V other);

  /** The value that holds both (R1, R2). */
  V join(V other);

  /**
   * Whether this value, which an intent wrote, changed something beside the register, even where
   * another intent holds the register.
   *
   * @param before the value before the push, null when there was none
   * @param after the value after the push
   */
  default boolean changedBeside(V before, V after) {
    return false;
  }

  /**
   * The value whose intent wins. Of two copies of one intent, the one carried by the greater device
   * id wins, so that the row does not depend on which arrived first.
   */
  static <V extends RegisterValue<V>> V greater(V left, V right) {
    int byIntent = left.compareIntent(right);
    int order = byIntent != 0 ? byIntent : UnsignedIds.compare(left.deviceId(), right.deviceId());
    return order >= 0 ? left : right;
  }
}

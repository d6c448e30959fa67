package app.durus.server.listening.rules;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A flag that is on or off, such as favorite (R6): the desired state with the greatest stamp, never
 * a toggle. Canonical bytes that decide between two contents of one stamp: off before on, then
 * {@code deviceId}.
 *
 * @param deviceId the device that carried the intent
 */
public record Flag(boolean isOn, Stamp stamp, UUID deviceId) implements RegisterValue<Flag> {

  public Flag {
    Objects.requireNonNull(stamp);
    Objects.requireNonNull(deviceId);
  }

  /**
   * Describes a flag.
   *
   * @param name its register's, its wire member's and its column's
   */
  static RegisterType<Flag> register(String name) {
    RegisterField<Flag, Boolean> isOn = RegisterField.ofBoolean(name, name, Flag::isOn);
    return new RegisterType<>(
        name,
        Flag.class,
        List.of(isOn),
        List.of(),
        (fields, stamp, deviceId) -> new Flag(fields.get(isOn), stamp, deviceId));
  }

  static Flag on(Stamp stamp, UUID deviceId) {
    return new Flag(true, stamp, deviceId);
  }

  static Flag off(Stamp stamp, UUID deviceId) {
    return new Flag(false, stamp, deviceId);
  }

  @Override
  public Flag join(Flag other) {
    return RegisterValue.greater(this, other);
  }

  @Override
  public int compareIntent(Flag other) {
    int byStamp = stamp.compareTo(other.stamp);
    return byStamp != 0 ? byStamp : Boolean.compare(isOn, other.isOn);
  }
}

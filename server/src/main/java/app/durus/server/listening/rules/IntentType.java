package app.durus.server.listening.rules;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Describes one type of intent: the register that it writes, and what it writes. Each type writes
 * one register only, so that no intent can reset what it does not speak of.
 */
public final class IntentType {

  private final String name;
  private final RegisterType<?> register;
  private final List<RegisterField<?, ?>> members;
  private final RegisterType.Maker<?> maker;

  private <V extends RegisterValue<V>> IntentType(
      String name,
      RegisterType<V> register,
      List<RegisterField<V, ?>> members,
      RegisterType.Maker<V> maker) {
    this.name = name;
    this.register = register;
    this.members = List.copyOf(members);
    this.maker = maker;
  }

  /** An intent that carries all fields of the register. */
  static <V extends RegisterValue<V>> IntentType carryingFields(
      String name, RegisterType<V> register) {
    return new IntentType(name, register, register.fields(), register::make);
  }

  /**
   * An intent that carries nothing but its stamp and device.
   *
   * @param maker makes the value that it writes
   */
  static <V extends RegisterValue<V>> IntentType carryingNothing(
      String name, RegisterType<V> register, StampedMaker<V> maker) {
    return new IntentType(
        name, register, List.of(), (fields, stamp, deviceId) -> maker.make(stamp, deviceId));
  }

  /** Makes a value of a stamp and a device. */
  @FunctionalInterface
  interface StampedMaker<V> {

    V make(Stamp stamp, UUID deviceId);
  }

  /** As the contract's {@code IntentType} names it. */
  public String name() {
    return name;
  }

  public RegisterType<?> register() {
    return register;
  }

  /** The members that an intent of this type has, and one of another type has not. */
  public List<RegisterField<?, ?>> members() {
    return members;
  }

  /**
   * An intent of this type.
   *
   * @param values of the {@link #members()}, in their order
   * @throws IllegalArgumentException when a value is missing or of another type
   */
  public Intent intent(UUID lectureId, Stamp stamp, UUID deviceId, Object... values) {
    return new Intent(this, lectureId, stamp, deviceId, Arrays.asList(values));
  }

  /** What a valid intent of this type writes. */
  RegisterValue<?> value(Intent intent) {
    return (RegisterValue<?>) maker.make(intent, intent.stamp(), intent.deviceId());
  }

  @Override
  public String toString() {
    return name;
  }
}

package app.durus.server.listening.rules;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One listener's state of one lecture: a value for each register of {@link RegisterTypes}, each
 * null until an intent wrote it. Registers are independent, so joining them one by one is a join.
 */
public final class Registers {

  private static final List<RegisterType<?>> TYPES = RegisterTypes.ALL;

  /** The state of a lecture that was never touched. */
  public static final Registers NONE = ofEach(type -> null);

  /** In the order of {@link RegisterTypes#ALL}. */
  private final RegisterValue<?>[] values;

  private Registers(RegisterValue<?>[] values) {
    this.values = values;
  }

  /** A state with a value for each register. */
  static Registers ofEach(Function<RegisterType<?>, RegisterValue<?>> value) {
    RegisterValue<?>[] values = new RegisterValue<?>[TYPES.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(TYPES.get(i));
    }
    return new Registers(values);
  }

  /** The state that follows from this one valid intent alone. */
  public static Registers of(Intent intent) {
    return ofEach(type -> type == intent.type().register() ? intent.type().value(intent) : null);
  }

  /** The state that a row holds. */
  public static Registers read(RegisterField.Source row) {
    return ofEach(type -> type.read(row));
  }

  /** The value of a register, null until an intent wrote it. */
  public <V extends RegisterValue<V>> V get(RegisterType<V> type) {
    return type.cast(values[TYPES.indexOf(type)]);
  }

  public Position position() {
    return get(RegisterTypes.POSITION);
  }

  public Completion completion() {
    return get(RegisterTypes.COMPLETION);
  }

  /** The state that holds both (R1, R2). */
  public Registers join(Registers other) {
    return ofEach(type -> joined(type, this, other));
  }

  private static <V extends RegisterValue<V>> V joined(
      RegisterType<V> type, Registers left, Registers right) {
    V one = left.get(type);
    V another = right.get(type);
    if (one == null || another == null) {
      return one == null ? another : one;
    }
    return one.join(another);
  }

  /** Only the registers that differ from those before; a register never goes back to null. */
  public Registers changedSince(Registers before) {
    return ofEach(
        type -> {
          RegisterValue<?> value = get(type);
          return value == null || value.equals(before.get(type)) ? null : value;
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Registers registers && Arrays.equals(values, registers.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return TYPES + " = " + Arrays.toString(values);
  }
}

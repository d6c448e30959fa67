package app.durus.server.listening.rules;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Describes one register: its name, its fields with their columns and wire members, and how its
 * value is made. The SQL of the ledger, the reading of intents, the answer on the wire, joins and
 * verdicts follow from the descriptions in {@link RegisterTypes}.
 *
 * <p>On the wire a register is a member of the lecture's state, with its fields, {@code
 * occurredAt}, {@code intentId} and {@code deviceId}. In {@code listening_state} it has a column
 * for each field, and {@code <name>_occurred_at}, {@code <name>_intent_id} and {@code
 * <name>_device_id}. Either all of these columns are null or none is.
 *
 * @param <V> the register's value
 */
public final class RegisterType<V extends RegisterValue<V>> {

  private final String name;
  private final Class<V> valueType;
  private final List<RegisterField<V, ?>> fields;
  private final List<RegisterField<V, ?>> fieldsBeside;
  private final Maker<V> maker;

  private final RegisterField<V, Long> occurredAt;
  private final RegisterField<V, UUID> intentId;
  private final RegisterField<V, UUID> deviceId;
  private final List<RegisterField<V, ?>> members;
  private final List<RegisterField<V, ?>> columns;

  /** Makes a register's value. */
  @FunctionalInterface
  public interface Maker<V> {

    V make(RegisterField.Source fields, Stamp stamp, UUID deviceId);
  }

  /**
   * @param name the register's member in the lecture's state, and the prefix of its columns
   * @param fields what it holds; at least one; never null once the register was written
   * @param fieldsBeside what stands beside the register in the lecture's state and may be null
   * @param maker makes a value of all these fields
   */
  RegisterType(
      String name,
      Class<V> valueType,
      List<RegisterField<V, ?>> fields,
      List<RegisterField<V, ?>> fieldsBeside,
      Maker<V> maker) {
    this.name = name;
    this.valueType = valueType;
    this.fields = List.copyOf(fields);
    this.fieldsBeside = List.copyOf(fieldsBeside);
    this.maker = maker;
    this.occurredAt =
        RegisterField.ofLong(
            "occurredAt", name + "_occurred_at", value -> value.stamp().occurredAt());
    this.intentId =
        RegisterField.ofId("intentId", name + "_intent_id", value -> value.stamp().intentId());
    this.deviceId = RegisterField.ofId("deviceId", name + "_device_id", V::deviceId);
    this.members =
        Stream.concat(fields.stream(), Stream.of(occurredAt, intentId, deviceId)).toList();
    this.columns = Stream.concat(members.stream(), fieldsBeside.stream()).toList();
  }

  public String name() {
    return name;
  }

  /** What the register holds, without stamp and device. */
  public List<RegisterField<V, ?>> fields() {
    return fields;
  }

  /** What stands beside the register in the lecture's state. */
  public List<RegisterField<V, ?>> fieldsBeside() {
    return fieldsBeside;
  }

  /** The members of the register on the wire. */
  public List<RegisterField<V, ?>> members() {
    return members;
  }

  /** The register's columns, in their order in statements. */
  public List<RegisterField<V, ?>> columns() {
    return columns;
  }

  /** The value that a row holds, null when the register was never written. */
  public V read(RegisterField.Source row) {
    if (row.get(fields.getFirst()) == null) {
      return null;
    }
    return make(row, new Stamp(row.get(occurredAt), row.get(intentId)), row.get(deviceId));
  }

  V make(RegisterField.Source source, Stamp stamp, UUID device) {
    return maker.make(source, stamp, device);
  }

  V cast(RegisterValue<?> value) {
    return valueType.cast(value);
  }

  @Override
  public String toString() {
    return name;
  }
}

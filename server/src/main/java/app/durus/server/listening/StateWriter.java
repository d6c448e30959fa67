package app.durus.server.listening;

import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.rules.LectureProgress;
import app.durus.server.listening.rules.RegisterField;
import app.durus.server.listening.rules.RegisterType;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.RegisterValue;
import app.durus.server.records.RecordMapper;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes a lecture's state as the contract's record: each component gets what the registers'
 * descriptions say under its name. A component without a description, and a description without a
 * component, fail when the writer is made, which is when the server starts.
 *
 * @param <W> the contract's record
 */
final class StateWriter<W extends Record> {

  /** A state and what a listener sees of it. */
  private record Shown(StoredState state, LectureProgress progress) {

    <V extends RegisterValue<V>> V get(RegisterType<V> type) {
      return state.registers().get(type);
    }
  }

  private final RecordMapper<Shown, W> mapper;

  StateWriter(Class<W> wireType) {
    Map<String, Function<Shown, ?>> members = new HashMap<>();
    members.put("lectureId", shown -> shown.state().lectureId().toString());
    members.put("revision", shown -> shown.state().revision());
    members.put("resumePositionMs", shown -> shown.progress().resumePositionMs());
    members.put("completed", shown -> shown.progress().completed());
    for (RegisterType<?> type : RegisterTypes.ALL) {
      addRegister(members, wireType, type);
    }
    this.mapper = new RecordMapper<>(wireType, members);
  }

  W toWire(StoredState state) {
    return mapper.map(
        new Shown(state, LectureProgress.of(state.registers(), state.presentDurationMs())));
  }

  private static <V extends RegisterValue<V>> void addRegister(
      Map<String, Function<Shown, ?>> members,
      Class<? extends Record> wireType,
      RegisterType<V> type) {
    Map<String, Function<V, ?>> ownMembers = new HashMap<>();
    type.members().forEach(field -> ownMembers.put(field.member(), wireValue(field)));
    var register = new RecordMapper<>(recordOf(wireType, type.name()), ownMembers);
    members.put(type.name(), shown -> orNull(shown.get(type), register::map));
    for (RegisterField<V, ?> field : type.fieldsBeside()) {
      members.put(field.member(), shown -> orNull(shown.get(type), wireValue(field)));
    }
  }

  private static <V, T> Function<V, ?> wireValue(RegisterField<V, T> field) {
    return field.type() == UUID.class ? field.get().andThen(Object::toString) : field.get();
  }

  private static <V> Object orNull(V value, Function<V, ?> read) {
    return value == null ? null : read.apply(value);
  }

  private static Class<? extends Record> recordOf(
      Class<? extends Record> wireType, String register) {
    for (RecordComponent component : wireType.getRecordComponents()) {
      if (component.getName().equals(register)) {
        return component.getType().asSubclass(Record.class);
      }
    }
    throw new IllegalArgumentException(
        wireType.getSimpleName() + " has no register of the name " + register);
  }
}

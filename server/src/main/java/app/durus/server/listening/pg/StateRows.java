package app.durus.server.listening.pg;

import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.RegisterField;
import app.durus.server.listening.rules.RegisterType;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.RegisterValue;
import app.durus.server.listening.rules.Registers;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads registers from rows of {@code listening_state} and writes them. */
final class StateRows {

  private StateRows() {}

  static Registers registers(Row row) {
    return Registers.read(new FieldsOfRow(row));
  }

  private record FieldsOfRow(Row row) implements RegisterField.Source {

    @Override
    public <T> T get(RegisterField<?, T> field) {
      return row.get(field.type(), field.column());
    }
  }

  /** Empty when the lecture has no present asset. */
  static OptionalLong durationMs(Row row) {
    Long durationMs = row.getLong("duration_ms");
    return durationMs == null ? OptionalLong.empty() : OptionalLong.of(durationMs);
  }

  /**
   * The changes of one push.
   *
   * @param base the listener's last revision before; the changes get the next ones, in their order
   */
  record Written(UUID listenerId, long base, List<Change> changes) {

    long lastRevision() {
      return base + changes.size();
    }
  }

  /** A batch's writes: the statement and its parameters ({@link WriteSql}). */
  record Writes(String sql, Tuple parameters, int ledgers, int states) {}

  /**
   * @param pushes each with at least one change; at least one of them
   */
  static Writes writes(List<Written> pushes) {
    Columns present = new Columns();
    Columns added = new Columns();
    for (Written push : pushes) {
      long revision = push.base();
      for (Change change : push.changes()) {
        boolean isNew = change.before().equals(Registers.NONE);
        (isNew ? added : present).add(push.listenerId(), ++revision, change);
      }
    }
    Tuple parameters = Tuple.tuple();
    parameters.addValue(pushes.stream().map(Written::listenerId).toArray(UUID[]::new));
    parameters.addValue(pushes.stream().map(Written::lastRevision).toArray(Long[]::new));
    added.addTo(parameters);
    present.addTo(parameters);
    return new Writes(
        WriteSql.of(added.size() > 0, present.size() > 0),
        parameters,
        pushes.size(),
        added.size() + present.size());
  }

  /** Changes, as one array for each column. */
  private static final class Columns {

    private final List<UUID> listenerIds = new ArrayList<>();
    private final List<UUID> lectureIds = new ArrayList<>();
    private final List<Long> revisions = new ArrayList<>();
    private final List<Registers> changed = new ArrayList<>();

    void add(UUID listenerId, long revision, Change change) {
      listenerIds.add(listenerId);
      lectureIds.add(change.lectureId());
      revisions.add(revision);
      changed.add(change.after().changedSince(change.before()));
    }

    int size() {
      return changed.size();
    }

    /** Adds nothing when there are no changes: the statement then has no parameters for them. */
    void addTo(Tuple parameters) {
      if (changed.isEmpty()) {
        return;
      }
      parameters.addValue(listenerIds.toArray(UUID[]::new));
      parameters.addValue(lectureIds.toArray(UUID[]::new));
      parameters.addValue(revisions.toArray(Long[]::new));
      RegisterTypes.ALL.forEach(type -> addRegister(parameters, type, changed));
    }
  }

  private static <V extends RegisterValue<V>> void addRegister(
      Tuple parameters, RegisterType<V> type, List<Registers> changed) {
    List<V> values = changed.stream().map(registers -> registers.get(type)).toList();
    type.columns().forEach(column -> parameters.addValue(array(column, values)));
  }

  /** One field of all values; null where there is no value. */
  private static <V, T> Object array(RegisterField<V, T> column, List<V> values) {
    Object[] array = (Object[]) Array.newInstance(column.type(), values.size());
    for (int i = 0; i < array.length; i++) {
      V value = values.get(i);
      array[i] = value == null ? null : column.get().apply(value);
    }
    return array;
  }
}

package app.durus.server.listening.pg;

import app.durus.server.listening.rules.Completion;
import app.durus.server.listening.rules.Favorite;
import app.durus.server.listening.rules.Position;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Stamp;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Between the rows of {@code listening_state} and the registers. */
final class StateRows {

  private StateRows() {}

  static Registers registers(Row row) {
    return new Registers(position(row), completion(row), favorite(row));
  }

  /** Empty when the lecture has no present asset. */
  static OptionalLong durationMs(Row row) {
    Long durationMs = row.getLong("duration_ms");
    return durationMs == null ? OptionalLong.empty() : OptionalLong.of(durationMs);
  }

  /**
   * What a push changes.
   *
   * @param base the last revision handed out before; the changes get the next ones, in their order
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
    parameters.addValue(ids(pushes, Written::listenerId));
    parameters.addValue(longs(pushes, Written::lastRevision));
    added.addTo(parameters);
    present.addTo(parameters);
    return new Writes(
        WriteSql.of(added.size() > 0, present.size() > 0),
        parameters,
        pushes.size(),
        added.size() + present.size());
  }

  /** Changes as an array a column. */
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

    /** Nothing at all when there are no changes: the statement then has no place for them. */
    void addTo(Tuple columns) {
      if (changed.isEmpty()) {
        return;
      }
      columns.addValue(listenerIds.toArray(UUID[]::new));
      columns.addValue(lectureIds.toArray(UUID[]::new));
      columns.addValue(revisions.toArray(Long[]::new));
      addPositions(columns, changed.stream().map(Registers::position).toList());
      addCompletions(columns, changed.stream().map(Registers::completion).toList());
      addFavorites(columns, changed.stream().map(Registers::favorite).toList());
    }
  }

  private static void addPositions(Tuple columns, List<Position> positions) {
    columns.addValue(longs(positions, Position::positionMs));
    columns.addValue(ids(positions, Position::audioAssetId));
    columns.addValue(longs(positions, position -> position.stamp().occurredAt()));
    columns.addValue(ids(positions, position -> position.stamp().intentId()));
    columns.addValue(ids(positions, Position::deviceId));
  }

  private static void addCompletions(Tuple columns, List<Completion> completions) {
    columns.addValue(booleans(completions, Completion::completed));
    columns.addValue(longs(completions, completion -> completion.stamp().occurredAt()));
    columns.addValue(ids(completions, completion -> completion.stamp().intentId()));
    columns.addValue(ids(completions, Completion::deviceId));
    columns.addValue(longs(completions, Completion::firstCompletedAt));
  }

  private static void addFavorites(Tuple columns, List<Favorite> favorites) {
    columns.addValue(booleans(favorites, Favorite::favorite));
    columns.addValue(longs(favorites, favorite -> favorite.stamp().occurredAt()));
    columns.addValue(ids(favorites, favorite -> favorite.stamp().intentId()));
    columns.addValue(ids(favorites, Favorite::deviceId));
  }

  private static <T> Long[] longs(List<T> registers, Function<T, Long> column) {
    return registers.stream().map(orNull(column)).toArray(Long[]::new);
  }

  private static <T> UUID[] ids(List<T> registers, Function<T, UUID> column) {
    return registers.stream().map(orNull(column)).toArray(UUID[]::new);
  }

  private static <T> Boolean[] booleans(List<T> registers, Function<T, Boolean> column) {
    return registers.stream().map(orNull(column)).toArray(Boolean[]::new);
  }

  private static <T, V> Function<T, V> orNull(Function<T, V> column) {
    return register -> register == null ? null : column.apply(register);
  }

  private static Position position(Row row) {
    Long positionMs = row.getLong("position_ms");
    return positionMs == null
        ? null
        : new Position(
            positionMs,
            row.getUUID("position_asset_id"),
            stamp(row, "position"),
            row.getUUID("position_device_id"));
  }

  private static Completion completion(Row row) {
    Boolean completed = row.getBoolean("completed");
    return completed == null
        ? null
        : new Completion(
            completed,
            stamp(row, "completion"),
            row.getUUID("completion_device_id"),
            row.getLong("first_completed_at"));
  }

  private static Favorite favorite(Row row) {
    Boolean favorite = row.getBoolean("favorite");
    return favorite == null
        ? null
        : new Favorite(favorite, stamp(row, "favorite"), row.getUUID("favorite_device_id"));
  }

  private static Stamp stamp(Row row, String register) {
    return new Stamp(row.getLong(register + "_occurred_at"), row.getUUID(register + "_intent_id"));
  }
}

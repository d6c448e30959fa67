package app.durus.server.listening.pg;

import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.Push;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The first half of a batch's transaction: locks its listeners, then reads the clock and all that
 * the pushes name. Everything is sent at once, and the connection runs it in this order.
 *
 * <p>The reads are statements of their own behind the lock, because a statement sees the database
 * as of its own start: reading while locking would read from before the wait (R12).
 */
final class BatchReads {

  private BatchReads() {}

  /**
   * @return what each push touches, in the order of the pushes
   */
  static Future<List<Touched>> underLock(SqlConnection connection, List<Push> pushes) {
    UUID[] listenerIds = pushes.stream().map(Push::listenerId).toArray(UUID[]::new);
    Set<UUID> lectureIds = new HashSet<>();
    Set<UUID> assetIds = new HashSet<>();
    List<UUID> touchedListeners = new ArrayList<>();
    List<UUID> touchedLectures = new ArrayList<>();
    for (Push push : pushes) {
      assetIds.addAll(push.audioAssetIds());
      for (UUID lectureId : push.lectureIds()) {
        lectureIds.add(lectureId);
        touchedListeners.add(push.listenerId());
        touchedLectures.add(lectureId);
      }
    }

    Future<RowSet<Row>> created =
        Statements.run(connection, ListeningSql.CREATE_LEDGERS, Tuple.of((Object) listenerIds));
    Future<RowSet<Row>> locked =
        Statements.run(connection, ListeningSql.LOCK_LEDGERS, Tuple.of((Object) listenerIds));
    Future<RowSet<Row>> clock =
        Statements.run(connection, ListeningSql.CLOCK_AND_EPOCH, Tuple.tuple());
    Future<RowSet<Row>> states =
        Statements.run(
            connection,
            ListeningSql.TOUCHED_STATES,
            Tuple.of(ids(touchedListeners), (Object) ids(touchedLectures)));
    Future<RowSet<Row>> lectures =
        Statements.run(connection, ListeningSql.LECTURES, Tuple.of((Object) ids(lectureIds)));
    Future<RowSet<Row>> assets =
        Statements.run(connection, ListeningSql.ASSETS, Tuple.of((Object) ids(assetIds)));
    return Future.join(created, locked, clock, states, lectures, assets)
        .map(
            all -> {
              CatalogueRows catalogue = new CatalogueRows(lectures.result(), assets.result());
              return touched(
                  pushes,
                  Statements.onlyRow(clock.result()),
                  revisions(locked.result()),
                  states(states.result(), catalogue),
                  catalogue);
            });
  }

  private static List<Touched> touched(
      List<Push> pushes,
      Row clock,
      Map<UUID, Long> revisions,
      Map<UUID, Map<UUID, StoredState>> states,
      CatalogueRows catalogue) {
    List<Touched> touched = new ArrayList<>(pushes.size());
    for (Push push : pushes) {
      UUID listenerId = push.listenerId();
      Long revision = revisions.get(listenerId);
      if (revision == null) {
        throw new IllegalStateException("a listener's ledger is not there to be locked");
      }
      touched.add(
          new Touched(
              push,
              new Moment(clock, revision),
              states.getOrDefault(listenerId, Map.of()),
              catalogue));
    }
    return touched;
  }

  private static Map<UUID, Long> revisions(RowSet<Row> locked) {
    Map<UUID, Long> revisions = new HashMap<>();
    for (Row row : locked) {
      revisions.put(row.getUUID("listener_id"), row.getLong("revision"));
    }
    return revisions;
  }

  /** By listener and lecture. */
  private static Map<UUID, Map<UUID, StoredState>> states(
      RowSet<Row> rows, CatalogueRows catalogue) {
    Map<UUID, Map<UUID, StoredState>> states = new HashMap<>();
    for (Row row : rows) {
      UUID lectureId = row.getUUID("lecture_id");
      states
          .computeIfAbsent(row.getUUID("listener_id"), listener -> new HashMap<>())
          .put(
              lectureId,
              new StoredState(
                  lectureId,
                  row.getLong("revision"),
                  StateRows.registers(row),
                  catalogue.presentDurationMs(lectureId)));
    }
    return states;
  }

  private static UUID[] ids(Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}

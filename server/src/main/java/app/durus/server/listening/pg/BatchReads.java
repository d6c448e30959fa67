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
 * The first half of a batch's transaction: it locks the listeners' ledgers, then reads the clock
 * and everything that the pushes name. All statements are sent at once, and the connection runs
 * them in this order.
 *
 * <p>The reads are separate statements after the lock, because a statement sees the database as of
 * its own start: a statement that locks and reads would read a snapshot from before the wait
 * (R12.3).
 */
final class BatchReads {

  private BatchReads() {}

  /**
   * @param lock the statement that locks ledgers and selects their revisions
   * @return what each push touches, in the order of the pushes. Fails with {@link LedgersMissing}
   *     when not every listener's ledger was locked
   */
  static Future<List<PushRows>> underLock(
      SqlConnection connection, String lock, List<Push> pushes, CatalogueCache catalogue) {
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

    Future<RowSet<Row>> locked = Statements.run(connection, lock, Tuple.of((Object) listenerIds));
    Future<RowSet<Row>> clock =
        Statements.run(connection, ListeningSql.CLOCK_EPOCH_AND_CATALOGUE, Tuple.tuple());
    Future<RowSet<Row>> states =
        Statements.run(
            connection,
            ListeningSql.TOUCHED_STATES,
            Tuple.of(ids(touchedListeners), (Object) ids(touchedLectures)));
    Future<CachedCatalogue> known =
        catalogue.lookUp(connection, clock.map(Statements::onlyRow), lectureIds, assetIds);
    return Future.join(locked, clock, states, known)
        .map(
            all ->
                touched(
                    pushes,
                    Statements.onlyRow(clock.result()),
                    revisions(locked.result()),
                    states(states.result(), known.result()),
                    known.result()));
  }

  private static List<PushRows> touched(
      List<Push> pushes,
      Row clock,
      Map<UUID, Long> revisions,
      Map<UUID, Map<UUID, StoredState>> states,
      CachedCatalogue catalogue) {
    requireAllLocked(pushes, revisions);
    List<PushRows> touched = new ArrayList<>(pushes.size());
    for (Push push : pushes) {
      UUID listenerId = push.listenerId();
      long revision = revisions.get(listenerId);
      touched.add(
          new PushRows(
              push,
              new LedgerReading(clock, revision),
              states.getOrDefault(listenerId, Map.of()),
              catalogue));
    }
    return touched;
  }

  private static void requireAllLocked(List<Push> pushes, Map<UUID, Long> revisions) {
    UUID[] missing =
        pushes.stream()
            .map(Push::listenerId)
            .filter(listenerId -> !revisions.containsKey(listenerId))
            .toArray(UUID[]::new);
    if (missing.length > 0) {
      throw new LedgersMissing(missing);
    }
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
      RowSet<Row> rows, CachedCatalogue catalogue) {
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

  /**
   * Some ledgers were not locked. Either their listeners have none yet, or, where locks are not
   * waited for, they are locked elsewhere.
   */
  static final class LedgersMissing extends RuntimeException {

    private final transient UUID[] listenerIds;

    LedgersMissing(UUID[] listenerIds) {
      super(listenerIds.length + " ledgers could not be locked", null, false, false);
      this.listenerIds = listenerIds;
    }

    UUID[] listenerIds() {
      return listenerIds;
    }
  }

  private static UUID[] ids(Collection<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}

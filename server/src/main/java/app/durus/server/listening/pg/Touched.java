package app.durus.server.listening.pg;

import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.Registers;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** What was read under the lock about the lectures and assets that a push names. */
final class Touched {

  private final Moment moment;
  private final Set<UUID> lectureIds;
  private final Map<UUID, Registers> registers = new HashMap<>();
  private final Map<UUID, Long> revisions = new HashMap<>();
  private final Map<UUID, OptionalLong> presentDurationsMs = new HashMap<>();
  private final Map<UUID, UUID> lectureOfAsset = new HashMap<>();

  Touched(
      Moment moment,
      Set<UUID> lectureIds,
      RowSet<Row> states,
      RowSet<Row> lectures,
      RowSet<Row> assets) {
    this.moment = moment;
    this.lectureIds = lectureIds;
    for (Row row : states) {
      registers.put(row.getUUID("lecture_id"), StateRows.registers(row));
      revisions.put(row.getUUID("lecture_id"), row.getLong("revision"));
    }
    for (Row row : lectures) {
      presentDurationsMs.put(row.getUUID("id"), StateRows.durationMs(row));
    }
    for (Row row : assets) {
      lectureOfAsset.put(row.getUUID("id"), row.getUUID("lecture_id"));
    }
  }

  Moment moment() {
    return moment;
  }

  Facts facts() {
    return new Facts(moment.databaseTime(), registers, presentDurationsMs.keySet(), lectureOfAsset);
  }

  /**
   * The authoritative state of every lecture touched (R11), in the order of first mention; a
   * lecture that still has no state has none to show.
   */
  List<StoredState> statesAfter(List<Change> changes) {
    Map<UUID, StoredState> after = new HashMap<>();
    registers.forEach((id, stored) -> after.put(id, state(id, revisions.get(id), stored)));
    long revision = moment.revision();
    for (Change change : changes) {
      revision++;
      after.put(change.lectureId(), state(change.lectureId(), revision, change.after()));
    }
    return lectureIds.stream().map(after::get).filter(Objects::nonNull).toList();
  }

  private StoredState state(UUID lectureId, long revision, Registers stored) {
    return new StoredState(
        lectureId,
        revision,
        stored,
        presentDurationsMs.getOrDefault(lectureId, OptionalLong.empty()));
  }
}

package app.durus.server.listening.pg;

import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.Push;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.Registers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What was read under the lock for one push.
 *
 * @param stored the states before the push, by lecture; lectures without state are absent
 */
record PushRows(
    Push push, LedgerReading ledger, Map<UUID, StoredState> stored, CachedCatalogue catalogue) {

  PushContext context() {
    Map<UUID, Registers> registers = new HashMap<>();
    stored.forEach((lectureId, state) -> registers.put(lectureId, state.registers()));
    return new PushContext(
        ledger.databaseTime(),
        registers,
        catalogue.knownLectures(push.lectureIds()),
        catalogue.lecturesOfAssets(push.audioAssetIds()));
  }

  /**
   * The authoritative state of every touched lecture (R11), in the order of their first intent. A
   * lecture without state is left out.
   */
  List<StoredState> statesAfter(List<Change> changes) {
    Map<UUID, StoredState> after = new HashMap<>(stored);
    long revision = ledger.revision();
    for (Change change : changes) {
      revision++;
      OptionalLong durationMs = catalogue.presentDurationMs(change.lectureId());
      after.put(
          change.lectureId(),
          new StoredState(change.lectureId(), revision, change.after(), durationMs));
    }
    return push.lectureIds().stream().map(after::get).filter(Objects::nonNull).toList();
  }
}

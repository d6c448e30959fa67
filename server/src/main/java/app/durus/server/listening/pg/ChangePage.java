package app.durus.server.listening.pg;

import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.StoredState;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The page that goes with an answer (R12): what changed since the device's cursor, in the order of
 * revisions, in the room that the touched states leave (R14). A push touches at most half of what
 * an answer holds, so a page always gets on.
 */
final class ChangePage {

  private final LedgerReading moment;
  private final long start;
  private final long lastRevision;
  private final int limit;
  private final List<StoredState> touched;
  private final int ownChanges;

  /**
   * @param moment before the push: the device's cursor is measured by what had been handed out
   *     before. A device that came from another history gets a page that ends there too, so that
   *     the cursor it is given is always lower than the one it came with (R13)
   * @param touched the states that the push named, as they are after it
   * @param ownChanges how many of them it changed: they have the revisions that follow the moment's
   */
  ChangePage(LedgerReading moment, ChangeCursor since, List<StoredState> touched, int ownChanges) {
    this.moment = moment;
    this.start = since.startIn(moment.epoch(), moment.revision());
    this.lastRevision = start < since.cursor() ? moment.revision() : Long.MAX_VALUE;
    this.limit = ListeningLedger.MAX_STATES - touched.size();
    this.touched = touched;
    this.ownChanges = ownChanges;
  }

  /** Where to begin reading. */
  long start() {
    return start;
  }

  /** How many rows to ask for: one more than there is room for, to know whether there is more. */
  long rowsToRead() {
    return (long) limit + 1;
  }

  /** For a device that had seen everything: its own changes are all there is, and it has them. */
  boolean needsNoRows() {
    return start == moment.revision();
  }

  /** The answer when {@link #needsNoRows()}. */
  Page answerWithoutRows() {
    long cursor = Math.min(start + ownChanges, lastRevision);
    return new Page(moment.databaseTime(), moment.epoch(), cursor, false, touched);
  }

  /**
   * @param rows the listener's, from {@link #start()}, by revision
   */
  Page answer(Collection<Row> rows) {
    List<StoredState> states = new ArrayList<>(touched);
    Set<UUID> touchedIds = new HashSet<>();
    touched.forEach(state -> touchedIds.add(state.lectureId()));
    long cursor = start;
    int taken = 0;
    for (Row row : rows) {
      long revision = row.getLong("revision");
      if (taken == limit || revision > lastRevision) {
        break;
      }
      taken++;
      cursor = revision;
      if (!touchedIds.contains(row.getUUID("lecture_id"))) {
        states.add(
            new StoredState(
                row.getUUID("lecture_id"),
                revision,
                StateRows.registers(row),
                StateRows.durationMs(row)));
      }
    }
    return new Page(moment.databaseTime(), moment.epoch(), cursor, rows.size() > limit, states);
  }
}

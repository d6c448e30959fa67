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
 * The page of an answer (R12): what changed since the device's cursor, in the order of revisions,
 * within the limit that the touched states leave (R14.2). A push touches at most half of what an
 * answer holds, so every page makes progress.
 */
final class ChangePage {

  private final LedgerReading ledger;
  private final long start;
  private final long lastRevision;
  private final int limit;
  private final List<StoredState> touched;
  private final int ownChanges;

  /**
   * @param ledger the ledger before the push: the device's cursor is compared with the revision of
   *     that time. For a device from another history the page also ends at that revision, so that
   *     the answer's cursor is always lower than the request's (R13.2)
   * @param touched the states of the push's lectures, after it
   * @param ownChanges how many of them it changed: they have the revisions that follow the ledger's
   */
  ChangePage(LedgerReading ledger, ChangeCursor since, List<StoredState> touched, int ownChanges) {
    this.ledger = ledger;
    this.start = since.startIn(ledger.epoch(), ledger.revision());
    this.lastRevision = start < since.cursor() ? ledger.revision() : Long.MAX_VALUE;
    this.limit = ListeningLedger.MAX_STATES - touched.size();
    this.touched = touched;
    this.ownChanges = ownChanges;
  }

  /** The revision after which the page begins. */
  long start() {
    return start;
  }

  /** How many rows to read: one more than the page holds tells whether there are more. */
  long rowsToRead() {
    return (long) limit + 1;
  }

  /** True for a device that had read everything before: the only changes are its own. */
  boolean needsNoRows() {
    return start == ledger.revision();
  }

  /** The answer when {@link #needsNoRows()}. */
  Page answerWithoutRows() {
    long cursor = Math.min(start + ownChanges, lastRevision);
    return new Page(ledger.databaseTime(), ledger.epoch(), cursor, false, touched);
  }

  /**
   * @param rows the listener's rows after {@link #start()}, ascending by revision
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
    return new Page(ledger.databaseTime(), ledger.epoch(), cursor, rows.size() > limit, states);
  }
}

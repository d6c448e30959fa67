package app.durus.server.listening;

import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Registers;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * The authoritative store of listeners' states. It owns the transaction: a result is given only
 * after the commit. When a Future fails, the push may or may not have been committed; pushing again
 * is harmless (R1).
 */
public interface ListeningLedger {

  /** A page has at most this many states, including those that the push touched (R14.2). */
  int MAX_STATES = 1_000;

  /** Reads what changed since a cursor. It waits for no writer and writes nothing. */
  Future<Page> pull(UUID listenerId, ChangeCursor since);

  /**
   * Decides and stores in one transaction. No other push of this listener runs meanwhile. Each
   * changed lecture gets the listener's next revision, without gaps, in the order of commits (R12).
   *
   * @param decide pure and fast; called within the transaction, once per attempt. When it throws,
   *     nothing is changed and the Future fails
   */
  Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide);

  /** What was decided and stored, and what the device has not read yet. */
  record Recorded(Reconciliation reconciliation, Page page) {}

  /**
   * States that a device has not read yet, and those that its push touched.
   *
   * @param databaseTime the database's clock, milliseconds since 1970
   * @param cursor where the next page begins. Only the changes move it, never the states that the
   *     push touched (R12.2)
   * @param more whether there are more changes than this page has
   * @param states each lecture at most once
   */
  record Page(
      long databaseTime, String epoch, long cursor, boolean more, List<StoredState> states) {

    public Page {
      states = List.copyOf(states);
    }
  }

  /**
   * A lecture's authoritative state.
   *
   * @param presentDurationMs of the lecture's present primary asset, empty when there is none
   */
  record StoredState(
      UUID lectureId, long revision, Registers registers, OptionalLong presentDurationMs) {}
}

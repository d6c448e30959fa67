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
 * The authoritative store of listeners' states. It owns the transaction boundary: what an answer
 * says is committed. A failed Future means that the push may or may not have been committed; to
 * push again is harmless (R1).
 */
public interface ListeningLedger {

  /** At most this many states are in one page, those that the push touched included (R14). */
  int MAX_STATES = 1_000;

  /** What changed since; waits for no writer and writes nothing. */
  Future<Page> pull(UUID listenerId, ChangeCursor since);

  /**
   * Decides and stores in one transaction, in which no other push of this listener runs. Each
   * changed lecture gets the listener's next revision, without gaps, in the order of commits (R12).
   *
   * @param decide pure and quick; called within the transaction, once for each time that it is
   *     tried. When it throws, nothing is changed and the Future fails
   */
  Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide);

  /** What was decided and stored, and what the device does not have yet. */
  record Recorded(Reconciliation reconciliation, Page page) {}

  /**
   * States that a device does not have, or asked for by touching them.
   *
   * @param databaseTime the database's clock, milliseconds since 1970
   * @param cursor where the next page begins; moved by the page of changes only, never by the
   *     states that the push touched (R12)
   * @param more whether more had changed than is here
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

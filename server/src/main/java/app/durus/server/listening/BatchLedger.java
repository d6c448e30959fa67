package app.durus.server.listening;

import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** A ledger that takes several listeners' pushes in one transaction. */
public interface BatchLedger extends ListeningLedger {

  /**
   * Decides and stores all of them, or none. Locks are taken in the order of listeners, so that two
   * batches never wait for each other in a circle, whichever processes they run in.
   *
   * @param submissions of as many listeners: a listener's second push has to see what the first one
   *     did, and belongs into a later transaction
   * @return one for each, in their order, after the commit; failed when any of them failed, with
   *     the meaning that {@link ListeningLedger} gives to that: with {@link LedgerUnavailable} when
   *     any batch would fail now, and, where the ledger does not wait for locks, with {@link
   *     ListenersLocked} when others have locked some of the listeners
   * @throws IllegalArgumentException when a listener is there twice
   */
  Future<List<Recorded>> reconcileTogether(List<Submission> submissions);

  @Override
  default Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide) {
    return reconcileTogether(List.of(new Submission(push, decide))).map(List::getFirst);
  }

  /**
   * A push and who decides on it.
   *
   * @param decide as in {@link ListeningLedger#reconcile}
   */
  record Submission(Push push, Function<PushContext, Reconciliation> decide) {}
}

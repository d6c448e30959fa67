package app.durus.server.listening;

import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** A ledger that stores the pushes of several listeners in one transaction. */
public interface BatchLedger extends ListeningLedger {

  /**
   * Decides and stores all of them, or none. Locks are taken in the order of listener ids, so that
   * two batches cannot deadlock, even in different processes.
   *
   * @param submissions at most one per listener: a second push must see what the first one did, so
   *     it belongs in a later transaction
   * @return one result for each submission, in their order, after the commit. Fails when any of
   *     them failed, with the meaning that {@link ListeningLedger} gives to a failure. Fails with
   *     {@link LedgerUnavailable} when every batch would fail now. A ledger that does not wait for
   *     locks fails with {@link ListenersLocked} when some of the listeners are locked elsewhere
   * @throws IllegalArgumentException when a listener occurs twice
   */
  Future<List<Recorded>> reconcileTogether(List<Submission> submissions);

  @Override
  default Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide) {
    return reconcileTogether(List.of(new Submission(push, decide))).map(List::getFirst);
  }

  /**
   * A push and the function that decides on it.
   *
   * @param decide as in {@link ListeningLedger#reconcile}
   */
  record Submission(Push push, Function<PushContext, Reconciliation> decide) {}
}

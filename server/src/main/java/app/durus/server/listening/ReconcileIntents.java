package app.durus.server.listening;

import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Verdict;
import io.vertx.core.Future;
import java.util.List;

/**
 * The use case of synchronization: the rules decide on a device's intents, the ledger stores the
 * result, and the answer is given after the commit.
 */
public final class ReconcileIntents {

  private final ListeningLedger ledger;

  public ReconcileIntents(ListeningLedger ledger) {
    this.ledger = ledger;
  }

  /** A push without intents is a pull, and takes no lock. */
  public Future<Reconciled> reconcile(Push push) {
    if (push.intents().isEmpty()) {
      return ledger
          .pull(push.listenerId(), push.since())
          .map(page -> new Reconciled(List.of(), page));
    }
    return ledger
        .reconcile(push, context -> Reconciliation.of(push.intents(), context))
        .map(recorded -> new Reconciled(recorded.reconciliation().verdicts(), recorded.page()));
  }

  /**
   * @param verdicts one for each intent, in the order of the intents (R10)
   * @param page the touched states and the other changes (R11)
   */
  public record Reconciled(List<Verdict> verdicts, ListeningLedger.Page page) {}
}

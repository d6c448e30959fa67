package app.durus.server.listening;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Reports the size and duration of a ledger's transactions to an observer. */
public final class ObservedLedger implements BatchLedger {

  private final BatchLedger ledger;
  private final SyncObserver observer;

  public ObservedLedger(BatchLedger ledger, SyncObserver observer) {
    this.ledger = ledger;
    this.observer = observer;
  }

  @Override
  public Future<Page> pull(UUID listenerId, ChangeCursor since) {
    return ledger.pull(listenerId, since);
  }

  @Override
  public Future<List<Recorded>> reconcileTogether(List<Submission> submissions) {
    long startedNanos = System.nanoTime();
    return ledger
        .reconcileTogether(submissions)
        .onComplete(
            ended ->
                observer.transactionEnded(
                    submissions.size(),
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    ended.succeeded()));
  }
}

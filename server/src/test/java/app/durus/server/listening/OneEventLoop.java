package app.durus.server.listening;

import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls a ledger from one event loop, whoever asks: as requests do that this loop serves. */
public final class OneEventLoop implements ListeningLedger {

  private final Context loop;
  private final ListeningLedger ledger;

  public OneEventLoop(Vertx vertx, ListeningLedger ledger) {
    this.loop = vertx.getOrCreateContext();
    this.ledger = ledger;
  }

  @Override
  public Future<Page> pull(UUID listenerId, Since since) {
    return there(() -> ledger.pull(listenerId, since));
  }

  @Override
  public Future<Recorded> reconcile(Push push, Function<Facts, Reconciliation> decide) {
    return there(() -> ledger.reconcile(push, decide));
  }

  private <T> Future<T> there(Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    loop.runOnContext(arrived -> call.get().onComplete(answer));
    return answer.future();
  }
}

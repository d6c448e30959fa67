package app.durus.server.accounts.email;

import io.vertx.core.Future;
import java.util.concurrent.atomic.LongAdder;

/** Counts what another mailer sends. May be called from any thread. */
public final class CountedMailer implements Mailer {

  private final Mailer mailer;
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();

  public CountedMailer(Mailer mailer) {
    this.mailer = mailer;
  }

  @Override
  public Future<Void> send(Message message) {
    return mailer
        .send(message)
        .onSuccess(done -> sent.increment())
        .onFailure(failure -> failed.increment());
  }

  /** How many messages were sent so far. */
  public long sent() {
    return sent.sum();
  }

  /** How many could not be sent so far. */
  public long failed() {
    return failed.sum();
  }
}

package app.durus.server.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Says a thing at most once a minute: anybody can cause it as often as they like. */
public final class RareLog {

  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  /**
   * @param line logs; not called when the last time was less than a minute ago
   */
  public void say(Runnable line) {
    long now = System.nanoTime();
    long next = nextNanos.get();
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
      line.run();
    }
  }
}

package app.durus.server.observability;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Logback's {@code AsyncAppender}, which never lets an event loop wait for standard error, and
 * counts what it drops. Configured by {@code logback.xml}.
 */
public final class DroppingAppender extends AsyncAppender {

  private static final LongAdder DROPPED = new LongAdder();
  private static final LongAdder UNTOLD = new LongAdder();

  public DroppingAppender() {
    setNeverBlock(true);
    // All levels are equal: nothing is dropped while there is room.
    setDiscardingThreshold(0);
  }

  /** How many lines of this process were dropped so far. */
  public static long dropped() {
    return DROPPED.sum();
  }

  /** How many were dropped since this was last asked. */
  static long takeUntold() {
    return UNTOLD.sumThenReset();
  }

  @Override
  protected void append(ILoggingEvent event) {
    // Two threads may both see the last place: then one line more is lost than is counted.
    if (getRemainingCapacity() == 0) {
      DROPPED.increment();
      UNTOLD.increment();
    } else {
      super.append(event);
    }
  }
}

package app.durus.server.observability;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Logback's {@code AsyncAppender}, which counts the lines that it drops. With it no event loop ever
 * waits for standard error. {@code logback.xml} configures it.
 */
public final class DroppingAppender extends AsyncAppender {

  private static final LongAdder DROPPED = new LongAdder();
  private static final LongAdder UNTOLD = new LongAdder();

  public DroppingAppender() {
    setNeverBlock(true);
    // No level is dropped while there is room.
    setDiscardingThreshold(0);
  }

  /** The number of lines that this process has dropped so far. */
  public static long dropped() {
    return DROPPED.sum();
  }

  /** The number of lines dropped since the last call. */
  static long takeUntold() {
    return UNTOLD.sumThenReset();
  }

  @Override
  protected void append(ILoggingEvent event) {
    // Two threads can both see the last free place. Then one lost line is not counted.
    if (getRemainingCapacity() == 0) {
      DROPPED.increment();
      UNTOLD.increment();
    } else {
      super.append(event);
    }
  }
}

package app.durus.server.observability;

import app.durus.server.http.RequestId;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.MDC;

/**
 * Logback's {@code AsyncAppender}, which counts the lines that it drops, and adds to each line the
 * id of the request on whose behalf it was logged. With it no event loop ever waits for standard
 * error. {@code logback.xml} configures it.
 */
public final class DroppingAppender extends AsyncAppender {

  /** The name under which {@code logback.xml} and JSON have the request's id. */
  static final String REQUEST = "request";

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
      appendWithRequest(event);
    }
  }

  /** The request's id is known to the thread that logs, and not to the one that writes. */
  private void appendWithRequest(ILoggingEvent event) {
    String id = RequestId.current();
    if (id == null) {
      super.append(event);
      return;
    }
    MDC.put(REQUEST, id);
    try {
      super.append(event);
    } finally {
      MDC.remove(REQUEST);
    }
  }
}

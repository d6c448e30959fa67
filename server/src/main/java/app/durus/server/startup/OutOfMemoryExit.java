package app.durus.server.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when memory has run out, so that a supervisor starts it anew: what an {@link
 * OutOfMemoryError} hits is left half done, and nobody can tell what that was.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does that in the virtual machine. {@code java -jar} cannot
 * bring options of its own, and this one cannot be set later; so where it is not given, the process
 * ends by what can be seen from inside (see the decision record 0025):
 *
 * <ul>
 *   <li>an error that reaches the top of a thread;
 *   <li>an error that somebody caught and logs, as Netty and Vert.x do;
 *   <li>a heap that stays full after several full collections, whoever swallows the errors.
 * </ul>
 */
public final class OutOfMemoryExit {

  /** As {@code ExitOnOutOfMemoryError} has it. */
  static final int STATUS = 3;

  private static final double FULL = 0.98;
  private static final int COLLECTIONS = 5;

  private OutOfMemoryExit() {}

  /** To be called once, first of all. */
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          endIfOutOfMemory(failure);
          LoggerFactory.getLogger(OutOfMemoryExit.class)
              .error("{} ended by a failure", thread.getName(), failure);
        });
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
      logging.addTurboFilter(new LoggedErrors());
    }
    watchCollections();
  }

  private static void endIfOutOfMemory(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 16; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        end();
      }
      depth++;
    }
  }

  private static void end() {
    try {
      System.err.println("salafi-durus: out of memory, the process ends");
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static void watchCollections() {
    long maxBytes = Runtime.getRuntime().maxMemory();
    AtomicInteger inVain = new AtomicInteger();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) -> look(notification, maxBytes, inVain), null, null);
      }
    }
  }

  private static void look(Notification notification, long maxBytes, AtomicInteger inVain) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo collection =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    if (!collection.getGcAction().equals("end of major GC")) {
      return;
    }
    long usedBytes =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> collection.getGcInfo().getMemoryUsageAfterGc().get(pool.getName()))
            .filter(Objects::nonNull)
            .mapToLong(MemoryUsage::getUsed)
            .sum();
    if (usedBytes < FULL * maxBytes) {
      inVain.set(0);
    } else if (inVain.incrementAndGet() >= COLLECTIONS) {
      end();
    }
  }

  /** Sees what is logged, on levels that are switched off too. Logs nothing itself. */
  private static final class LoggedErrors extends TurboFilter {

    @Override
    public FilterReply decide(
        Marker marker,
        Logger logger,
        Level level,
        String format,
        Object[] parameters,
        Throwable failure) {
      if (failure != null) {
        endIfOutOfMemory(failure);
      } else if (parameters != null
          && parameters.length > 0
          && parameters[parameters.length - 1] instanceof Throwable last) {
        endIfOutOfMemory(last);
      }
      return FilterReply.NEUTRAL;
    }
  }
}

package app.durus.server.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process when memory has run out, so that a supervisor restarts it. Work that an {@link
 * OutOfMemoryError} interrupts is left in an unknown state.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does that in the virtual machine. {@code java -jar} cannot
 * bring options of its own, and this one cannot be set later. Without it the process ends by what
 * can be seen from inside (decision 0025):
 *
 * <ul>
 *   <li>an error that reaches the top of a thread. A class that could not be loaded counts as well:
 *       its initialization fails without memory, the error no longer names the cause, and the
 *       thread is gone;
 *   <li>any error that ends an event loop: its clean-up without memory may fail with anything, and
 *       its connections would hang;
 *   <li>an error that is caught and logged, as by Netty and Vert.x;
 *   <li>a heap that stays full for some seconds in spite of full collections, whoever swallows the
 *       errors.
 * </ul>
 *
 * <p>Nothing here may need memory when there is none. The code that ends the process allocates
 * nothing, and it first releases a reserve for what the virtual machine needs to get there.
 */
public final class OutOfMemoryExit {

  /** The same status as that of {@code ExitOnOutOfMemoryError}. */
  static final int STATUS = 3;

  private static final double FULL = 0.95;

  /** The number of checks in a row, one a second, that must find a full heap. */
  private static final int LOOKS = 5;

  /** The number of full collections during those checks. One can take longer than a second. */
  private static final int FULL_COLLECTIONS = 2;

  /** Matches the full collectors of G1, the serial and the parallel collector, and ZGC. */
  private static final Pattern FULL_COLLECTOR = Pattern.compile("Old|MarkSweep|Major");

  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int RESERVE_BYTES = 512 * 1024;
  private static final int MAX_CAUSES = 16;

  private static final byte[] OUT_OF_MEMORY =
      "salafi-durus: out of memory, the process ends\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] BROKEN =
      "salafi-durus: a thread that the process needs has failed, the process ends\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

  @SuppressWarnings("unused") // It is there to be given back.
  private static volatile byte @Nullable [] reserve = new byte[0];

  private OutOfMemoryExit() {}

  /** Call it once, before anything else. */
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          endIfOutOfMemory(failure);
          if (failure instanceof LinkageError
              || failure instanceof VirtualMachineError
              || thread instanceof FastThreadLocalThread) {
            tell(failure);
            end(BROKEN);
          }
          LoggerFactory.getLogger(OutOfMemoryExit.class)
              .error("{} ended by a failure", thread.getName(), failure);
        });
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
      logging.addTurboFilter(new LoggedErrors());
    }
    reserve = new byte[RESERVE_BYTES];
    loadWhatTheEndNeeds();
    GarbageCollectorMXBean[] full = fullCollectors();
    count(full);
    Thread watch = new Thread(() -> watchHeap(full), "out-of-memory");
    watch.setDaemon(true);
    watch.start();
  }

  private static void endIfOutOfMemory(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < MAX_CAUSES; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        end(OUT_OF_MEMORY);
      }
      depth++;
    }
  }

  /**
   * Loads and initializes each class that {@link #end(byte[])} uses while there is memory for it.
   * Otherwise the first call would load the class behind {@link Runtime#halt}, and fail with the
   * same error.
   */
  private static void loadWhatTheEndNeeds() {
    endIfOutOfMemory(new IllegalStateException("not out of memory"));
    try {
      STANDARD_ERROR.write(OUT_OF_MEMORY, 0, 0);
    } catch (IOException e) {
      // Standard error is closed, so the process ends without a message.
    }
    Thread hook = new Thread(() -> {});
    Runtime.getRuntime().addShutdownHook(hook);
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Does not use the log, which would lose the line when the process ends. */
  @SuppressWarnings("CallToPrintStackTrace")
  private static void tell(Throwable failure) {
    try {
      failure.printStackTrace();
    } catch (OutOfMemoryError | LinkageError e) {
      // The process ends without saying why.
    }
  }

  private static void end(byte[] lastWords) {
    reserve = null;
    try {
      STANDARD_ERROR.write(lastWords);
    } catch (IOException | OutOfMemoryError | LinkageError e) {
      // The process ends anyway.
    }
    while (true) {
      try {
        Runtime.getRuntime().halt(STATUS);
      } catch (OutOfMemoryError | LinkageError e) {
        // Other threads have taken the released memory. A later attempt may find some.
      }
    }
  }

  private static GarbageCollectorMXBean[] fullCollectors() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> FULL_COLLECTOR.matcher(collector.getName()).find())
        .toArray(GarbageCollectorMXBean[]::new);
  }

  private static void watchHeap(GarbageCollectorMXBean[] full) {
    Runtime runtime = Runtime.getRuntime();
    long fullBytes = (long) (FULL * runtime.maxMemory());
    int looks = 0;
    long collectedBefore = 0;
    while (true) {
      try {
        LockSupport.parkNanos(LOOK_NANOS);
        boolean isFull = runtime.totalMemory() - runtime.freeMemory() >= fullBytes;
        if (!isFull) {
          looks = 0;
        } else if (looks++ == 0) {
          collectedBefore = count(full);
        } else if (looks > LOOKS && count(full) - collectedBefore >= FULL_COLLECTIONS) {
          end(OUT_OF_MEMORY);
        }
      } catch (OutOfMemoryError e) {
        end(OUT_OF_MEMORY);
      }
    }
  }

  private static long count(GarbageCollectorMXBean[] collectors) {
    long count = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      count += collector.getCollectionCount();
    }
    return count;
  }

  /** Sees every logged event, also on levels that are switched off. It logs nothing. */
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

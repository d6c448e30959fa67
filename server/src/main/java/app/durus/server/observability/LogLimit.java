package app.durus.server.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Writes each kind of line at most {@value #MAX_OF_A_KIND} times a minute, and all lines of a
 * logger at most {@value #MAX_OF_A_LOGGER} times, for every library. A caller who causes a line
 * with each request can then neither fill the disk nor hide other lines. A summary once a minute
 * says how many lines were left out. Lines are of one kind when logger, pattern and type of
 * exception are equal.
 *
 * <p>The access log is not limited: whoever asks for it wants a line for each request.
 *
 * <p>{@code logback.xml} configures it.
 */
public final class LogLimit extends TurboFilter {

  static final int MAX_OF_A_KIND = 10;
  static final int MAX_OF_A_LOGGER = 60;

  private static final String OTHERS = "…";

  private static final LongAdder SUPPRESSED = new LongAdder();

  private record Kind(String logger, String pattern, String fault) {}

  /** The lines of one kind in the present minute. */
  private static final class Count {
    final AtomicLong seen = new AtomicLong();
    final AtomicLong leftOut = new AtomicLong();
  }

  /** All lines of the present minute. */
  private static final class Counts {
    final Map<String, AtomicLong> written = new ConcurrentHashMap<>();
    final Map<Kind, Count> kinds = new ConcurrentHashMap<>();
  }

  private final LongSupplier untoldDrops;
  private final boolean hasClock;
  private volatile Counts counts = new Counts();
  private ScheduledFuture<?> minutes;

  /** For {@code logback.xml}: the clock ends minutes. */
  public LogLimit() {
    this(DroppingAppender::takeUntold, true);
  }

  /**
   * @param untoldDrops returns the number of lines dropped since its last call
   * @param hasClock false when only {@link #endMinute} ends a minute
   */
  LogLimit(LongSupplier untoldDrops, boolean hasClock) {
    this.untoldDrops = untoldDrops;
    this.hasClock = hasClock;
  }

  /** The number of lines that this process has left out so far. */
  public static long suppressed() {
    return SUPPRESSED.sum();
  }

  @Override
  public void start() {
    super.start();
    if (!hasClock) {
      return;
    }
    minutes =
        ((LoggerContext) getContext())
            .getScheduledExecutorService()
            .scheduleAtFixedRate(this::endMinute, 1, 1, TimeUnit.MINUTES);
  }

  @Override
  public void stop() {
    if (minutes != null) {
      minutes.cancel(false);
    }
    super.stop();
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String pattern,
      Object[] arguments,
      Throwable fault) {
    if (pattern == null
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())
        || logger.getName().equals(LogLimit.class.getName())
        || logger.getName().equals(AccessLog.LOGGER)) {
      return FilterReply.NEUTRAL;
    }
    return mayBeWritten(counts, logger.getName(), pattern, typeOf(fault, arguments))
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }

  private static boolean mayBeWritten(Counts now, String logger, String pattern, String fault) {
    AtomicLong written = now.written.computeIfAbsent(logger, first -> new AtomicLong());
    Kind kind = new Kind(logger, pattern, fault);
    if (written.get() >= MAX_OF_A_LOGGER && !now.kinds.containsKey(kind)) {
      // It gets no kind of its own, because there can be any number of patterns.
      kind = new Kind(logger, OTHERS, "");
    }
    Count count = now.kinds.computeIfAbsent(kind, first -> new Count());
    boolean may =
        count.seen.incrementAndGet() <= MAX_OF_A_KIND
            && written.incrementAndGet() <= MAX_OF_A_LOGGER;
    if (!may) {
      count.leftOut.incrementAndGet();
      SUPPRESSED.increment();
    }
    return may;
  }

  /** Logs how many lines were left out since the last call, and starts new counts. */
  void endMinute() {
    Counts ended = counts;
    counts = new Counts();
    summaries(ended).forEach(((LoggerContext) getContext()).getLogger(LogLimit.class)::warn);
    long dropped = untoldDrops.getAsLong();
    if (dropped > 0) {
      ((LoggerContext) getContext())
          .getLogger(LogLimit.class)
          .warn("{} lines were dropped: standard error does not take them", dropped);
    }
  }

  private static List<String> summaries(Counts ended) {
    List<String> texts = new ArrayList<>();
    ended.kinds.forEach(
        (kind, count) -> {
          long more = count.leftOut.get();
          if (more > 0) {
            texts.add(
                String.format(
                    Locale.ROOT,
                    "%,d more lines in the last minute of %s: %s%s",
                    more,
                    kind.logger(),
                    kind.pattern(),
                    kind.fault().isEmpty() ? "" : " (" + kind.fault() + ")"));
          }
        });
    return texts;
  }

  private static String typeOf(Throwable fault, Object[] arguments) {
    Throwable found =
        fault == null
                && arguments != null
                && arguments.length > 0
                && arguments[arguments.length - 1] instanceof Throwable last
            ? last
            : fault;
    return found == null ? "" : found.getClass().getName();
  }
}

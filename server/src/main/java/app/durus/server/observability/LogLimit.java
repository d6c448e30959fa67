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
 * Lets each kind of line into the log {@value #MAX_OF_A_KIND} times a minute, and each logger
 * {@value #MAX_OF_A_LOGGER} times, whatever library it belongs to: whoever provokes a line with
 * each request can neither fill the disk nor hide other lines. What was left out is counted, and
 * told once a minute. Lines are of one kind when logger, pattern and type of exception are the
 * same.
 *
 * <p>Configured by {@code logback.xml}.
 */
public final class LogLimit extends TurboFilter {

  static final int MAX_OF_A_KIND = 10;
  static final int MAX_OF_A_LOGGER = 60;

  private static final String OTHERS = "…";

  private static final LongAdder SUPPRESSED = new LongAdder();

  private record Kind(String logger, String pattern, String fault) {}

  /** Of one kind, in the present minute. */
  private static final class Count {
    final AtomicLong seen = new AtomicLong();
    final AtomicLong leftOut = new AtomicLong();
  }

  /** Of the present minute. */
  private static final class Counts {
    final Map<String, AtomicLong> written = new ConcurrentHashMap<>();
    final Map<Kind, Count> kinds = new ConcurrentHashMap<>();
  }

  private final LongSupplier untoldDrops;
  private final boolean hasClock;
  private volatile Counts counts = new Counts();
  private ScheduledFuture<?> minutes;

  /** As {@code logback.xml} makes it: minutes go by the clock. */
  public LogLimit() {
    this(DroppingAppender::takeUntold, true);
  }

  /**
   * @param untoldDrops how many lines were dropped since it was last asked
   * @param hasClock false where only {@link #endMinute} ends a minute
   */
  LogLimit(LongSupplier untoldDrops, boolean hasClock) {
    this.untoldDrops = untoldDrops;
    this.hasClock = hasClock;
  }

  /** How many lines of this process were left out so far. */
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
        || logger.getName().equals(LogLimit.class.getName())) {
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
      // No kind of its own any more: patterns may differ endlessly.
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

  /** Tells what was left out since the last time, and begins to count anew. */
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

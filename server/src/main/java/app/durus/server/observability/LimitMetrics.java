package app.durus.server.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** Counts what limits have refused: calls, attempts to sign in, lines of the log. */
public final class LimitMetrics {

  private final MeterRegistry registry;

  public LimitMetrics(MeterRegistry registry) {
    this.registry = registry;
    count("durus.log.suppressed", "Lines of which there were too many", LogLimit::suppressed);
    count("durus.log.dropped", "Lines that could not be written", DroppingAppender::dropped);
  }

  /**
   * Registers how many calls a limit has refused.
   *
   * @param limit the limit's name
   * @param refused the number so far; called at each scrape, on another thread
   */
  public void observeCalls(String limit, LongSupplier refused) {
    observe("durus.calls.refused", "Calls refused: too many of one caller", limit, refused);
  }

  /** Registers how many attempts to sign in or up a limit has refused. */
  public void observeSignIn(String limit, LongSupplier refused) {
    observe("durus.signin.refused", "Attempts to sign in or up refused", limit, refused);
  }

  private void observe(String name, String description, String limit, LongSupplier refused) {
    FunctionCounter.builder(name, refused, LongSupplier::getAsLong)
        .description(description)
        .tag("limit", limit)
        .register(registry);
  }

  private void count(String name, String description, LongSupplier counted) {
    FunctionCounter.builder(name, counted, LongSupplier::getAsLong)
        .description(description)
        .register(registry);
  }
}

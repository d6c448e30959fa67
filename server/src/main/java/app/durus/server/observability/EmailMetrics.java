package app.durus.server.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** Counts the messages that were sent, and those that were not. */
public final class EmailMetrics {

  private EmailMetrics() {}

  /**
   * Registers them. They are called at each scrape, on another thread.
   *
   * @param sent how many the mail server took
   * @param failed how many it did not take, or could not be given
   */
  public static void observe(MeterRegistry registry, LongSupplier sent, LongSupplier failed) {
    count(registry, "sent", sent);
    count(registry, "failed", failed);
  }

  private static void count(MeterRegistry registry, String outcome, LongSupplier counted) {
    FunctionCounter.builder("durus.emails", counted, LongSupplier::getAsLong)
        .description("Messages to listeners")
        .tag("outcome", outcome)
        .register(registry);
  }
}

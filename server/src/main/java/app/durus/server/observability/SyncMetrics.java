package app.durus.server.observability;

import app.durus.server.errors.RequestError;
import app.durus.server.http.ErrorStatus;
import app.durus.server.listening.SyncObserver;
import app.durus.server.listening.rules.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Metrics of synchronization: verdicts, the error of devices' clocks, retries, entries that still
 * wait on devices, and transactions. Labels are closed sets. No metric says who listened to what.
 */
public final class SyncMetrics implements SyncObserver {

  private static final double[] SKEW_SECONDS = {1, 5, 30, 60, 300, 3_600, 86_400, 2_592_000};
  private static final double[] ATTEMPTS = {0, 1, 2, 5, 10, 20, 50};
  private static final double[] COUNTS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000};
  private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128};
  private static final Duration[] TRANSACTION_TIMES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private record VerdictKey(String type, String outcome, String reason) {}

  private final MeterRegistry registry;
  private final Map<VerdictKey, Counter> verdicts = new ConcurrentHashMap<>();
  private final Map<RequestError.Kind, Counter> refusals = new ConcurrentHashMap<>();
  private final Counter conflicts;
  private final Counter failures;
  private final Counter pulls;
  private final DistributionSummary intents;
  private final DistributionSummary attempts;
  private final DistributionSummary pending;
  private final DistributionSummary skewAhead;
  private final DistributionSummary skewBehind;
  private final DistributionSummary batchSize;
  private final Timer committed;
  private final Timer rolledBack;

  public SyncMetrics(MeterRegistry registry) {
    this.registry = registry;
    conflicts =
        Counter.builder("durus.sync.conflicts")
            .description("Intents whose first attempt was superseded by another device")
            .register(registry);
    failures =
        Counter.builder("durus.sync.failures")
            .description("Deliveries that the server failed to answer")
            .register(registry);
    pulls =
        Counter.builder("durus.sync.pulls")
            .description("Deliveries without an intent")
            .register(registry);
    intents = histogram("durus.sync.intents", "Intents of a push", COUNTS);
    attempts = histogram("durus.sync.attempts", "How often a push had been tried before", ATTEMPTS);
    pending = histogram("durus.sync.pending", "Entries still waiting on the device", COUNTS);
    skewAhead = skew("ahead");
    skewBehind = skew("behind");
    batchSize = histogram("durus.ledger.batch", "Pushes that share a transaction", BATCH_SIZES);
    committed = transactions("committed");
    rolledBack = transactions("failed");
  }

  /**
   * Registers how many pushes wait for a transaction.
   *
   * @param waiting called at each scrape, on another thread
   */
  public void observeQueue(Supplier<Number> waiting) {
    Gauge.builder("durus.ledger.queue", waiting)
        .description("Pushes that wait for a transaction")
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void answered(Delivery delivery) {
    if (delivery.intents() == 0) {
      pulls.increment();
    } else {
      intents.record(delivery.intents());
      attempts.record(delivery.attempt());
      pending.record(delivery.pending());
    }
    if (delivery.clockSkew() != null) {
      double seconds = delivery.clockSkew().toMillis() / 1_000.0;
      (seconds < 0 ? skewBehind : skewAhead).record(Math.abs(seconds));
    }
  }

  @Override
  public void judged(String type, Verdict verdict, boolean conflict) {
    verdicts.computeIfAbsent(key(type, verdict), this::verdictCounter).increment();
    if (conflict) {
      conflicts.increment();
    }
  }

  @Override
  public void refused(RequestError.Kind kind) {
    refusals
        .computeIfAbsent(
            kind,
            of ->
                Counter.builder("durus.sync.refusals")
                    .description("Deliveries refused whole, by HTTP status")
                    .tag("status", Integer.toString(ErrorStatus.of(of)))
                    .register(registry))
        .increment();
  }

  @Override
  public void failed() {
    failures.increment();
  }

  @Override
  public void transactionEnded(int pushes, Duration took, boolean wasCommitted) {
    batchSize.record(pushes);
    (wasCommitted ? committed : rolledBack).record(took);
  }

  private static VerdictKey key(String type, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Applied applied -> new VerdictKey(type, "APPLIED", "");
      case Verdict.Duplicate duplicate -> new VerdictKey(type, "DUPLICATE", "");
      case Verdict.Superseded superseded -> new VerdictKey(type, "SUPERSEDED", "");
      case Verdict.Rejected rejected -> new VerdictKey(type, "REJECTED", rejected.reason().name());
      case Verdict.Unknown unknown -> new VerdictKey(type, "UNKNOWN", "");
      case Verdict.ClockAhead ahead -> new VerdictKey(type, "CLOCK_AHEAD", "");
    };
  }

  private Counter verdictCounter(VerdictKey key) {
    return Counter.builder("durus.sync.verdicts")
        .description("Intents judged, by type, outcome and, when rejected, reason")
        .tag("type", key.type().toLowerCase(Locale.ROOT))
        .tag("outcome", key.outcome().toLowerCase(Locale.ROOT))
        .tag("reason", key.reason().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private DistributionSummary skew(String direction) {
    return DistributionSummary.builder("durus.sync.clock.skew")
        .description("How far a device's own clock is from the database's")
        .baseUnit("seconds")
        .tag("direction", direction)
        .serviceLevelObjectives(SKEW_SECONDS)
        .register(registry);
  }

  private DistributionSummary histogram(String name, String description, double[] buckets) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(withoutZero(buckets))
        .register(registry);
  }

  /** Micrometer's buckets must be positive, so 0.5 is the bound of the bucket for 0. */
  private static double[] withoutZero(double[] buckets) {
    return Arrays.stream(buckets).map(edge -> edge == 0 ? 0.5 : edge).toArray();
  }

  private Timer transactions(String outcome) {
    return Timer.builder("durus.ledger.transaction")
        .description("From begin to the answer to commit, the wait for locks included")
        .tag("outcome", outcome)
        .serviceLevelObjectives(TRANSACTION_TIMES)
        .register(registry);
  }
}

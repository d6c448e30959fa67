package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.SyncObserver.Delivery;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Verdict;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics that an operator's Prometheus reads. */
class SyncMetricsTest {

  private Vertx vertx;
  private MetricsServer server;
  private SyncMetrics metrics;
  private int port;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server = new MetricsServer();
    metrics = new SyncMetrics(server.registry());
    port = server.listen(vertx, "127.0.0.1", 0).await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    server.close();
  }

  @Test
  void verdictsAreCountedByTypeOutcomeAndReason() throws Exception {
    metrics.judged("PROGRESS", new Verdict.Applied(), false);
    metrics.judged("PROGRESS", new Verdict.Applied(), false);
    metrics.judged("COMPLETED", new Verdict.Duplicate(), false);
    metrics.judged("FAVORITED", new Verdict.Rejected(Reason.INVALID_TIME), false);
    metrics.judged("UNREADABLE", new Verdict.Rejected(Reason.MALFORMED), false);

    assertThat(scrape())
        .contains(
            verdict("applied", "", "progress") + " 2.0",
            verdict("duplicate", "", "completed") + " 1.0",
            verdict("rejected", "invalid_time", "favorited") + " 1.0",
            verdict("rejected", "malformed", "unreadable") + " 1.0");
  }

  @Test
  void conflictsAreCountedInAdditionToTheirVerdicts() throws Exception {
    metrics.judged("PROGRESS", new Verdict.Superseded(UUID.randomUUID()), true);
    metrics.judged("PROGRESS", new Verdict.Superseded(UUID.randomUUID()), false);

    assertThat(scrape())
        .contains("durus_sync_conflicts_total 1.0", verdict("superseded", "", "progress") + " 2.0");
  }

  @Test
  void attemptsPendingEntriesAndClockOffsetsAreMeasured() throws Exception {
    metrics.answered(new Delivery(3, 2, 40, Duration.ofMillis(-2_500)));
    metrics.answered(new Delivery(1, 0, 0, Duration.ofSeconds(400)));
    metrics.answered(new Delivery(0, 0, 0, null));

    assertThat(scrape())
        .contains(
            "durus_sync_pulls_total 1.0",
            "durus_sync_intents_sum 4.0",
            "durus_sync_attempts_bucket{le=\"0.5\"} 1",
            "durus_sync_attempts_bucket{le=\"2.0\"} 2",
            "durus_sync_pending_bucket{le=\"50.0\"} 2",
            "durus_sync_clock_skew_seconds_bucket{direction=\"behind\",le=\"1.0\"} 0",
            "durus_sync_clock_skew_seconds_bucket{direction=\"behind\",le=\"5.0\"} 1",
            "durus_sync_clock_skew_seconds_bucket{direction=\"ahead\",le=\"300.0\"} 0",
            "durus_sync_clock_skew_seconds_count{direction=\"ahead\"} 1");
  }

  @Test
  void transactionsAreMeasuredBySizeTimeAndOutcome() throws Exception {
    metrics.transactionEnded(5, Duration.ofMillis(3), true);
    metrics.transactionEnded(1, Duration.ofMillis(1), false);
    metrics.observeQueue(() -> 7);

    assertThat(scrape())
        .contains(
            "durus_ledger_batch_count 2",
            "durus_ledger_batch_sum 6.0",
            "durus_ledger_transaction_seconds_count{outcome=\"committed\"} 1",
            "durus_ledger_transaction_seconds_count{outcome=\"failed\"} 1",
            "durus_ledger_queue 7.0");
  }

  @Test
  void refusalsAndFailuresAreCounted() throws Exception {
    metrics.refused(RequestError.Kind.UNAVAILABLE);
    metrics.failed();

    assertThat(scrape())
        .contains(
            "durus_sync_refusals_total{status=\"503\"} 1.0",
            "durus_sync_failures_total 1.0",
            "jvm_memory_used_bytes");
  }

  @Test
  void theMetricsPortServesOnlyMetrics() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void anOccupiedPortStopsTheStart() {
    assertThatThrownBy(() -> new MetricsServer().listen(vertx, "127.0.0.1", port).await())
        .isInstanceOf(BindException.class);
  }

  private static String verdict(String outcome, String reason, String type) {
    return String.format(
        Locale.ROOT,
        "durus_sync_verdicts_total{outcome=\"%s\",reason=\"%s\",type=\"%s\"}",
        outcome,
        reason,
        type);
  }

  private String scrape() throws IOException, InterruptedException {
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    return response.body();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    }
  }
}

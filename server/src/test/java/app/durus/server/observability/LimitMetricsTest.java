package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class LimitMetricsTest {

  @Test
  void refusedCallsAndSuppressedLinesAreCounted() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    LimitMetrics metrics = new LimitMetrics(registry);
    metrics.observeCalls("listener", () -> 7);
    metrics.observeSignIn("network", () -> 9);
    EmailMetrics.observe(registry, () -> 3, () -> 4);

    assertThat(registry.scrape())
        .contains(
            "durus_calls_refused_total{limit=\"listener\"} 7.0",
            "durus_signin_refused_total{limit=\"network\"} 9.0",
            "durus_emails_total{outcome=\"sent\"} 3.0",
            "durus_emails_total{outcome=\"failed\"} 4.0",
            "durus_log_suppressed_total ",
            "durus_log_dropped_total ");
  }
}

package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the check of dashboard and alerts finds, and that the operator's page names each alert. */
class MonitoredMetricsTest {

  private static final MonitoredMetrics METRICS =
      new MonitoredMetrics(
          """
          # TYPE a_total counter
          a_total{code="200",method="GET"} 3.0
          a_total{code="500",method="GET"} 1.0
          b_bucket{le="0.5"} 1.0
          plain 7.0E8
          """);

  @Test
  void whatIsThereIsNotMissing() {
    for (String expression :
        new String[] {
          "sum by (code) (rate(a_total{code=~\"5..\",method=\"GET\"}[5m])) > 1e9",
          "histogram_quantile(0.5, sum by (le, instance) (rate(b_bucket[5m])))",
          "plain - time() < 14 * 86400 and up{job=\"salafi-durus\"} == 0",
          "1 - b_bucket{le=\"0.5\"} / on (instance) b_bucket",
        }) {
      assertThat(METRICS.missing(expression)).as(expression).isEmpty();
    }
  }

  @Test
  void eachKindOfMistakeIsFound() {
    assertThat(METRICS.missing("sum(rate(a_totl[5m])) / plain")).containsExactly("a_totl");
    assertThat(METRICS.missing("sum by (status) (rate(a_total[5m]))"))
        .containsExactly("a_total by status");
    assertThat(METRICS.missing("a_total{status=~\"5..\"}"))
        .containsExactly("a_total{status=~\"5..\"}");
    assertThat(METRICS.missing("b_bucket{le=\"1\"}")).containsExactly("b_bucket{le=\"1\"}");
  }

  @Test
  void theOperatorsPageSaysWhatToDoAtEachAlert() throws Exception {
    String page = Files.readString(Path.of("docs/operations.md"));
    assertThat(Files.readAllLines(Path.of("server/deployment/alerts.yml")))
        .filteredOn(line -> line.contains("- alert: "))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            line ->
                assertThat(page)
                    .contains("`" + line.strip().substring("- alert: ".length()) + "`"));
  }
}

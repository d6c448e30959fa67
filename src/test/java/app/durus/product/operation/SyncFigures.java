package app.durus.product.operation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The server's figures as Prometheus reads them, and the names of some. */
final class SyncFigures {

  private SyncFigures() {}

  /** All of the product's own figures, by name with labels. */
  static Map<String, Double> read(HttpClient client, int metricsPort)
      throws IOException, InterruptedException {
    return text(client, metricsPort)
        .lines()
        .filter(line -> line.startsWith("durus_"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
  }

  /** All figures, as Prometheus reads them. */
  static String text(HttpClient client, int metricsPort) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  static String verdict(String outcome, String reason, String type) {
    return String.format(
        Locale.ROOT,
        "durus_sync_verdicts_total{outcome=\"%s\",reason=\"%s\",type=\"%s\"}",
        outcome,
        reason,
        type);
  }

  static String skew(String direction, String upToSeconds) {
    return String.format(
        Locale.ROOT,
        "durus_sync_clock_skew_seconds_bucket{direction=\"%s\",le=\"%s\"}",
        direction,
        upToSeconds);
  }
}

package app.durus.server.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;

/**
 * What Vert.x and Netty measure of themselves: HTTP requests by status, connection pools by name,
 * and event loops. See docs/operations.md for the names.
 *
 * <p>Each label makes every request dearer, so requests have one label, and sizes are not measured.
 */
public final class VertxMetrics {

  private static final Set<MetricsDomain> MEASURED =
      EnumSet.of(MetricsDomain.HTTP_SERVER, MetricsDomain.NAMED_POOLS);

  private static final Set<String> NOT_MEASURED =
      Set.of("vertx.http.server.request.bytes", "vertx.http.server.response.bytes");

  /** For the registry, before anything is registered there: Micrometer warns of a later one. */
  static final MeterFilter FILTER = MeterFilter.deny(VertxMetrics::isNotMeasured);

  private VertxMetrics() {}

  /**
   * A builder of a {@link Vertx} that is measured.
   *
   * @param registry where the figures are registered
   */
  public static VertxBuilder builder(MeterRegistry registry) {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setNettyMetricsEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
    EnumSet.complementOf(EnumSet.copyOf(MEASURED)).forEach(options::addDisabledMetricsCategory);
    return Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(options))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  private static boolean isNotMeasured(Meter.Id meter) {
    return NOT_MEASURED.contains(meter.getName());
  }
}

package app.durus.server.observability;

import app.durus.server.http.RequestGate;
import app.durus.server.http.proxy.TrustedProxies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /metrics} in Prometheus's text format, on a port of its own, because the app's
 * port is public and figures are for the operator. Unless the operator chose another address, only
 * this machine can reach it.
 */
public final class MetricsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public MetricsServer() {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(VertxMetrics.FILTER);
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Registers the free and the whole space of the file system that a folder is on. */
  public void observeDisk(Path folder) {
    new DiskSpaceMetrics(folder.toFile()).bindTo(registry);
  }

  /**
   * Registers whether the server is ready, as {@code /health/ready} says.
   *
   * @param ready called at each scrape, on another thread
   */
  public void observeReadiness(BooleanSupplier ready) {
    Gauge.builder("durus.ready", () -> ready.getAsBoolean() ? 1 : 0)
        .description("1 while requests should be sent to this server, else 0")
        .strongReference(true)
        .register(registry);
  }

  /** The registry of all metrics. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Starts to listen, until {@code vertx} is closed.
   *
   * @param host the address to bind
   * @return the port; failed when it is taken
   */
  public Future<Integer> listen(Vertx vertx, String host, int port) {
    return vertx
        .createHttpServer()
        .requestHandler(
            new RequestGate(TrustedProxies.parse(""), request -> answer(vertx, request)))
        .listen(port, host)
        .map(HttpServer::actualPort);
  }

  /** A worker thread writes the text, because that takes some milliseconds. */
  private void answer(Vertx vertx, HttpServerRequest request) {
    if (request.method() != HttpMethod.GET || !request.path().equals("/metrics")) {
      request.response().setStatusCode(404).end();
      return;
    }
    vertx
        .executeBlocking(registry::scrape, false)
        .onSuccess(
            text -> request.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT).end(text))
        .onFailure(
            cause -> {
              LOG.error("Cannot write the metrics", cause);
              request.response().setStatusCode(500).end();
            });
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}

package app.durus.server.app;

import app.durus.server.http.AppServer;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.http.tls.ServerCertificate;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP servers of one port, one on each event loop. */
final class HttpServers {

  /**
   * Where and how the app is served.
   *
   * @param host the address to bind
   * @param port 0 for any free port
   * @param proxies whose forwarded headers are believed
   * @param certificate empty to serve plain HTTP
   */
  record Binding(
      String host, int port, TrustedProxies proxies, Optional<ServerCertificate> certificate) {}

  private final Vertx vertx;
  private final Binding binding;
  private final Duration grace;
  private final List<HttpServer> listening = new CopyOnWriteArrayList<>();

  /**
   * @param grace the time that requests under way have when a server stops
   */
  HttpServers(Vertx vertx, Binding binding, Duration grace) {
    this.vertx = vertx;
    this.binding = binding;
    this.grace = grace;
  }

  /**
   * Accepts requests.
   *
   * @param routes called once for each event loop
   * @return the deployment's id, by which the servers are stopped
   */
  Future<String> start(Supplier<Router> routes) {
    // Several servers share a port only when its number is known.
    int loops = binding.port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
    return vertx.deployVerticle(
        () -> new OnALoop(routes.get()), new DeploymentOptions().setInstances(loops));
  }

  /** The port in use. */
  int port() {
    return listening.getFirst().actualPort();
  }

  /** Serves the next connections with this certificate. */
  Future<Void> use(ServerCertificate certificate) {
    return Future.all(
            listening.stream()
                .map(
                    server ->
                        server.updateSSLOptions(
                            new ServerSSLOptions().setKeyCertOptions(certificate.options())))
                .toList())
        .mapEmpty();
  }

  /** One event loop's server. */
  private final class OnALoop extends VerticleBase {

    private final Router router;
    private @Nullable HttpServer server;

    OnALoop(Router router) {
      this.router = router;
    }

    @Override
    public Future<?> start() {
      HttpServer created =
          AppServer.create(
              vertx,
              binding.host(),
              binding.port(),
              binding.proxies(),
              binding.certificate().map(ServerCertificate::options),
              router);
      return created
          .listen()
          .onSuccess(
              listens -> {
                server = listens;
                listening.add(listens);
              });
    }

    @Override
    public Future<?> stop() {
      return server == null
          ? Future.succeededFuture()
          : server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

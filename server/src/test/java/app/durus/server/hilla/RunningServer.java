package app.durus.server.hilla;

import app.durus.server.http.AppServer;
import app.durus.server.http.Deadlines;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A real HTTP server on a free port, with a plain client that sends what a browser would. */
public final class RunningServer implements AutoCloseable {

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(HttpServer server) {
    this.server = server;
  }

  /** Mounts routes as {@code Main} does: the given ones on a fresh router. */
  public static RunningServer of(Vertx vertx, Consumer<Router> routes) {
    Router router = Router.router(vertx);
    routes.accept(router);
    return new RunningServer(
        AppServer.create(
                vertx, "127.0.0.1", 0, TrustedProxies.parse(TrustedProxies.DEFAULT), router)
            .listen()
            .await());
  }

  /** Mounts endpoints where {@code Main} has them. */
  public static RunningServer serving(Vertx vertx, Endpoints endpoints, SessionResolver callers) {
    return of(
        vertx,
        router ->
            router
                .route("/connect/*")
                .handler(
                    new EndpointHandler(
                        endpoints,
                        callers,
                        CallLimits.usual(),
                        RequestBudgets.of(HttpLimits.forThisProcess()),
                        new Deadlines(vertx),
                        UnaryOperator.identity())));
  }

  /** A table for exactly these endpoints, for tests outside of this package. */
  public static Endpoints.Builder endpoints(Class<?>... contract) {
    return Endpoints.of(Set.of(contract));
  }

  public int port() {
    return server.actualPort();
  }

  /** Calls an endpoint method as Hilla's client does. */
  public HttpResponse<String> call(String method, Object body, String... headers) {
    return send(
        request("/connect/" + method)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())),
        headers);
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path).GET(), headers);
  }

  public HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  /** The message in an error's answer. */
  public static String messageOf(HttpResponse<String> response) {
    return new JsonObject(response.body()).getString("message");
  }

  @Override
  public void close() {
    client.close();
    server.close().await();
  }
}

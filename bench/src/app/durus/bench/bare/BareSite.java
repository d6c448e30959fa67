package app.durus.bench.bare;

import app.durus.server.processes.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference of bench/weight and bench/lighthouse on an origin of its own: a page with React,
 * the router and one Vaadin button (bench/bare.d), served as the product serves its own.
 */
public final class BareSite implements AutoCloseable {

  /** What the bare page shows once it can be used. */
  public static final String READY = "main vaadin-button";

  private static final Path FILES = Path.of("target", "bench-bare").toAbsolutePath();

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  public BareSite() throws IOException {
    server =
        vertx
            .createHttpServer()
            .requestHandler(BareSite::answer)
            .listen(Ports.free(), "localhost")
            .await();
  }

  public String url() {
    return "http://localhost:" + server.actualPort();
  }

  private static void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (request.getParam("v-r") != null) {
      // The app's worker does not install without texts. The bare page has none.
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end("{}");
      return;
    }
    String path = request.path().equals("/") ? "/index.html" : request.path();
    Path file = FILES.resolve(path.substring(1)).normalize();
    if (!file.startsWith(FILES) || !Files.isRegularFile(file)) {
      response.setStatusCode(404).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, typeOf(path));
    response.putHeader(
        HttpHeaders.CACHE_CONTROL,
        path.startsWith("/VAADIN/build/") ? "public, max-age=31536000, immutable" : "no-cache");
    Path compressed = file.resolveSibling(file.getFileName() + ".br");
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (accepted != null && accepted.contains("br") && Files.isRegularFile(compressed)) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "br");
      response.sendFile(compressed.toString());
    } else {
      response.sendFile(file.toString());
    }
  }

  private static String typeOf(String path) {
    if (path.endsWith(".js")) {
      return "text/javascript";
    }
    return path.endsWith(".css") ? "text/css" : "text/html; charset=utf-8";
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

package app.durus.bench.seek;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;

/** An origin of its own with workbox-range-requests in its worker, and the same recording. */
final class WorkboxSite implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  /**
   * @param worker bundled
   */
  WorkboxSite(Path worker, Path recording) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> answer(request, worker, recording))
            .listen(0, "localhost")
            .await();
  }

  String url() {
    return "http://localhost:" + server.actualPort();
  }

  private static void answer(HttpServerRequest request, Path worker, Path recording) {
    var response = request.response();
    switch (request.path()) {
      case "/sw.js" ->
          response.putHeader("Content-Type", "text/javascript").sendFile(worker.toString());
      case "/" -> response.putHeader("Content-Type", "text/html").end("<!doctype html><p>workbox");
      default -> response.putHeader("Content-Type", "audio/mpeg").sendFile(recording.toString());
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

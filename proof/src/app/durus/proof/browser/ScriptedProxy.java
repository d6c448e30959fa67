package app.durus.proof.browser;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.ObjIntConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A proxy between browsers and the server. A proof cuts it, slows it and makes it lose answers. Its
 * address stays the same when the server behind it changes. It counts the requests of
 * synchronization.
 */
public final class ScriptedProxy implements AutoCloseable {

  private static final String SYNC = "/connect/ListeningEndpoint/sync";
  private static final String AUDIO = "/audio/";
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int BAD_GATEWAY = 502;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(64));
  private final Exchanges exchanges = new Exchanges();
  private final int port;
  private HttpServer listening;
  private String filesPath;
  private Path files;

  private volatile URI server;
  private volatile ObjIntConsumer<HttpServerRequest> watcher = (request, status) -> {};
  private volatile boolean refusesSync;
  private volatile int answersToLose;
  private volatile long requestDelayMs;
  private volatile long answerDelayMs;
  private volatile long audioDelayMs;

  /**
   * @param port where browsers find it
   * @param server where it leads
   */
  public ScriptedProxy(int port, URI server) {
    this.port = port;
    this.server = server;
    open();
  }

  public String url() {
    return "http://localhost:" + port;
  }

  /** The exchanges of synchronization so far. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** Connections break and new ones are refused, as when there is no server. */
  public void cut() {
    if (listening != null) {
      listening.close().await();
      listening = null;
    }
  }

  /** Forwards everything, without a delay. */
  public void open() {
    refusesSync = false;
    answersToLose = 0;
    requestDelayMs = 0;
    answerDelayMs = 0;
    audioDelayMs = 0;
    if (listening == null) {
      listening = vertx.createHttpServer().requestHandler(this::handle).listen(port).await();
    }
  }

  /** From now on pushes, pulls and their answers are delayed by this long. */
  void slowSync(long toServerMs, long toBrowserMs) {
    requestDelayMs = toServerMs;
    answerDelayMs = toBrowserMs;
  }

  /** From now on each request for audio is delayed by this long. */
  public void slowAudio(long delayMs) {
    audioDelayMs = delayMs;
  }

  /**
   * The answers of the next pushes, this many of them, are lost after the server has applied them.
   */
  void loseAnswers(int count) {
    answersToLose = count;
  }

  /** Everything works except synchronization, which gets 503, as from a server in maintenance. */
  public void refuseSync() {
    refusesSync = true;
  }

  /**
   * From now on each answered request is reported, with the answer's status, before the browser has
   * the answer.
   */
  public void watch(ObjIntConsumer<HttpServerRequest> everyAnswer) {
    watcher = everyAnswer;
  }

  /** From now on another server stands behind the same address. */
  void leadTo(URI other) {
    server = other;
  }

  /** From now on pages under this path come from a folder. They are of the server's origin. */
  public void serveFiles(String path, Path folder) {
    filesPath = path;
    files = folder;
  }

  private void handle(HttpServerRequest request) {
    if (files != null && request.path().startsWith(filesPath)) {
      answerFile(request);
      return;
    }
    boolean isSync = request.path().equals(SYNC);
    boolean isAudio = request.path().startsWith(AUDIO);
    if (isSync && refusesSync) {
      request.response().setStatusCode(SERVICE_UNAVAILABLE).end();
      return;
    }
    request
        .body()
        .compose(body -> after(isSync ? requestDelayMs : isAudio ? audioDelayMs : 0, body))
        .compose(body -> forward(request, body, isSync))
        .onFailure(
            failure -> {
              if (!request.response().ended() && !request.response().closed()) {
                request.response().setStatusCode(BAD_GATEWAY).end();
              }
            });
  }

  /** Isolates the page in a process of its own, so that the browser gives it exact times. */
  private void answerFile(HttpServerRequest request) {
    String name = request.path().substring(filesPath.length());
    request
        .response()
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
        .sendFile(files.resolve(name.isEmpty() ? "index.html" : name).toString())
        .onFailure(missing -> request.response().setStatusCode(404).end());
  }

  private Future<Void> forward(HttpServerRequest request, Buffer body, boolean isSync) {
    return client
        .request(request.method(), server.getPort(), server.getHost(), request.uri())
        .compose(
            toServer -> {
              toServer.headers().setAll(request.headers());
              return toServer.send(body);
            })
        .compose(
            answer ->
                answer
                    .body()
                    .compose(
                        answered -> {
                          if (isSync && answer.statusCode() == 200) {
                            exchanges.saw(body, plain(answer, answered));
                          }
                          return after(isSync ? answerDelayMs : 0, answered);
                        })
                    .compose(answered -> giveBack(request, answer, answered, isSync)));
  }

  /** The content as the browser unpacks it. */
  private static Buffer plain(HttpClientResponse answer, Buffer body) {
    if (!"gzip".equals(answer.getHeader("content-encoding"))) {
      return body;
    }
    try (GZIPInputStream unpacked =
        new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return Buffer.buffer(unpacked.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("an answer that cannot be unpacked", e);
    }
  }

  private Future<Void> giveBack(
      HttpServerRequest request, HttpClientResponse answer, Buffer body, boolean isSync) {
    if (isSync && answersToLose > 0) {
      answersToLose--;
      return request.connection().close();
    }
    watcher.accept(request, answer.statusCode());
    MultiMap headers = request.response().setStatusCode(answer.statusCode()).headers();
    headers.setAll(answer.headers()).remove("transfer-encoding");
    return request.response().end(body);
  }

  private <T> Future<T> after(long delayMs, T value) {
    return delayMs == 0 ? Future.succeededFuture(value) : vertx.timer(delayMs).map(value);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

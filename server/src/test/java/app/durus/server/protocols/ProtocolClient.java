package app.durus.server.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.waiting.Answers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * Sends requests to a server on this machine by one protocol. Requests share one connection over
 * HTTP/2.
 */
public final class ProtocolClient implements AutoCloseable {

  private final Protocol protocol;
  private final int port;
  private final HttpClientAgent client;

  /**
   * @param port where the server listens on the loopback address
   */
  public ProtocolClient(Vertx vertx, Protocol protocol, int port) {
    this.protocol = protocol;
    this.port = port;
    this.client = vertx.createHttpClient(protocol.options(), new PoolOptions().setHttp2MaxSize(1));
  }

  /** An answer that arrived whole. */
  public record Answer(int status, MultiMap headers, byte[] body) {

    /** Null when the answer has no such header. */
    public String header(String name) {
      return headers.get(name);
    }
  }

  /**
   * Sends a request without a body, and waits for the whole answer.
   *
   * @param headers names and values in turn
   */
  public Answer ask(HttpMethod method, String path, String... headers) {
    return send(method, path, "", headers);
  }

  /** As {@link #ask}, with a body that may be empty. */
  public Answer send(HttpMethod method, String path, String body, String... headers) {
    return Answers.await(
        request(method, path, headers)
            .compose(
                request ->
                    // Composed on the event loop, before an answer can come. An answer without a
                    // handler would lose the first part of its body.
                    (body.isEmpty() ? request.send() : request.send(body)).compose(this::whole)));
  }

  private Future<Answer> whole(HttpClientResponse response) {
    assertThat(response.version()).isEqualTo(protocol.version());
    return response
        .body()
        .map(read -> new Answer(response.statusCode(), response.headers(), read.getBytes()));
  }

  /** As {@link #ask} with {@code GET}. */
  public Answer get(String path, String... headers) {
    return ask(HttpMethod.GET, path, headers);
  }

  /** A request that the caller sends and whose answer the caller reads. */
  public Future<HttpClientRequest> request(HttpMethod method, String path, String... headers) {
    RequestOptions options =
        new RequestOptions().setHost("127.0.0.1").setPort(port).setMethod(method).setURI(path);
    for (int i = 0; i < headers.length; i += 2) {
      options.addHeader(headers[i], headers[i + 1]);
    }
    return client.request(options);
  }

  @Override
  public void close() {
    client.close().await();
  }
}

package app.durus.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalInt;

/**
 * Recognizes requests that a proxy before us may have understood otherwise, which is how requests
 * are smuggled (RFC 9112, sections 3.2 and 6.1). Netty refuses some itself with 400: differing
 * lengths, a length together with chunks, chunks on HTTP/1.0. What it lets pass is judged here.
 */
final class MessageFraming {

  private static final int BAD_REQUEST = 400;
  private static final int NOT_IMPLEMENTED = 501;

  private MessageFraming() {}

  /** The status of the refusal; empty when the request is in order. */
  static OptionalInt refusalOf(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (request.version() == HttpVersion.HTTP_2) {
      return namesOneHost(request, headers) ? OptionalInt.empty() : OptionalInt.of(BAD_REQUEST);
    }
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
      if (codings.size() != 1 || headers.contains(HttpHeaders.CONTENT_LENGTH)) {
        return OptionalInt.of(BAD_REQUEST);
      }
      if (!codings.getFirst().equalsIgnoreCase("chunked")) {
        return OptionalInt.of(NOT_IMPLEMENTED);
      }
    }
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    boolean mayHaveNone = request.version() == HttpVersion.HTTP_1_0;
    if (hosts.isEmpty() ? !mayHaveNone : hosts.size() > 1 || request.authority() == null) {
      return OptionalInt.of(BAD_REQUEST);
    }
    return OptionalInt.empty();
  }

  /** Some clients send {@code Host} beside {@code :authority}; then both must say the same. */
  private static boolean namesOneHost(HttpServerRequest request, MultiMap headers) {
    if (request.authority() == null) {
      return false;
    }
    String host = headers.get(HttpHeaderNames.HOST);
    return host == null || host.equalsIgnoreCase(request.authority().toString());
  }
}

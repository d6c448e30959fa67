package app.durus.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Recognizes requests that a proxy in front may have read differently: such differences allow
 * requests to be smuggled (RFC 9112, sections 3.2 and 6.1). Netty refuses some itself with 400:
 * differing lengths, a length together with chunks, chunks on HTTP/1.0. This class judges the
 * others. Not thread-safe: one instance serves one event loop.
 */
final class MessageFraming {

  /** The last valid host. Nearly all requests name the same one. */
  private String knownHost = "";

  /** Whether the request can be read in one way only. If not, answer it with 400. */
  boolean isClear(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (request.version() == HttpVersion.HTTP_2) {
      return namesOneHost(request, headers);
    }
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
      if (codings.size() != 1
          || !codings.getFirst().equalsIgnoreCase("chunked")
          || headers.contains(HttpHeaders.CONTENT_LENGTH)) {
        return false;
      }
    }
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    return hosts.isEmpty()
        ? request.version() == HttpVersion.HTTP_1_0
        : hosts.size() == 1 && isHost(hosts.getFirst(), request);
  }

  private boolean isHost(String host, HttpServerRequest request) {
    if (host.isEmpty()) {
      return false;
    }
    if (host.equals(knownHost)) {
      return true;
    }
    if (request.authority() == null) {
      return false;
    }
    knownHost = host;
    return true;
  }

  /** Some clients send {@code Host} beside {@code :authority}. Then both must be equal. */
  private static boolean namesOneHost(HttpServerRequest request, MultiMap headers) {
    if (request.authority() == null) {
      return false;
    }
    String host = headers.get(HttpHeaderNames.HOST);
    return host == null || host.equalsIgnoreCase(request.authority().toString());
  }
}

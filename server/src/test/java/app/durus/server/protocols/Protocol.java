package app.durus.server.protocols;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;

/** How a client reaches the server without TLS. */
public enum Protocol {
  HTTP_1_1,
  /** HTTP/2 from the first byte, as a proxy sends it that knows its server. */
  HTTP_2_PRIOR_KNOWLEDGE,
  /** A request of HTTP/1.1 that asks for HTTP/2 and gets its answer in HTTP/2. */
  HTTP_2_UPGRADE;

  /** The version in which answers arrive. */
  public HttpVersion version() {
    return this == HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2;
  }

  /**
   * The connection's window is far larger than a stream's, so that an unread answer blocks no other
   * stream.
   */
  public HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(version())
        .setHttp2ClearTextUpgrade(this == HTTP_2_UPGRADE)
        .setHttp2ConnectionWindowSize(16 * 1024 * 1024);
  }
}

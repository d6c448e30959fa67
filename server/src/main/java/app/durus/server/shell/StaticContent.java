package app.durus.server.shell;

import app.durus.server.hashing.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that do not change while the server runs. Each encoding has a strong ETag of its own (RFC
 * 9110, section 8.8.3).
 */
final class StaticContent {

  /** One encoding of the content. */
  private record Encoded(Buffer bytes, String etag) {

    static Encoded of(byte[] bytes) {
      return new Encoded(Buffer.buffer(bytes), "\"" + digestOf(bytes) + "\"");
    }

    private static String digestOf(byte[] bytes) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(Sha256.of(bytes), 18));
    }
  }

  private final String mediaType;
  private final String cacheControl;
  private final Encoded plain;
  private final Optional<Encoded> brotli;

  /**
   * @param brotli the same content compressed with brotli; null when there is none
   */
  StaticContent(String mediaType, String cacheControl, byte[] plain, byte @Nullable [] brotli) {
    this.mediaType = mediaType;
    this.cacheControl = cacheControl;
    this.plain = Encoded.of(plain);
    this.brotli = Optional.ofNullable(brotli).map(Encoded::of);
  }

  static StaticContent json(String json) {
    return new StaticContent(
        "application/json; charset=utf-8", "no-cache", json.getBytes(StandardCharsets.UTF_8), null);
  }

  /** Answers a GET or HEAD with 200, or with 304 when the caller has this content. */
  void answer(HttpServerRequest request) {
    Optional<Encoded> compressed =
        brotli.filter(present -> acceptsBrotli(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
    Encoded chosen = compressed.orElse(plain);
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    response.putHeader(HttpHeaders.ETAG, chosen.etag());
    if (brotli.isPresent()) {
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    if (isNamed(chosen.etag(), request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    compressed.ifPresent(c -> response.putHeader(HttpHeaders.CONTENT_ENCODING, "br"));
    response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
    response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(chosen.bytes().length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(chosen.bytes());
    }
  }

  private static boolean acceptsBrotli(@Nullable String acceptEncoding) {
    return acceptEncoding != null
        && Arrays.stream(acceptEncoding.split(","))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .anyMatch(coding -> coding.matches("br(\\s*;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?"));
  }

  /** A weak comparison, as {@code If-None-Match} asks for. */
  private static boolean isNamed(String etag, @Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            .anyMatch(
                named -> named.equals("*") || named.equals(etag) || named.equals("W/" + etag));
  }
}

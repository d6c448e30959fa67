package app.durus.server.shell;

import app.durus.server.hashing.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that do not change while the server runs. Each encoding has a strong ETag of its own (RFC
 * 9110, section 8.8.3).
 */
final class StaticContent {

  /**
   * The content, compressed or not.
   *
   * @param coding as in {@code Content-Encoding}; null for none
   */
  private record Encoded(@Nullable String coding, Buffer bytes, String etag) {

    static Encoded of(@Nullable String coding, byte[] bytes) {
      return new Encoded(coding, Buffer.buffer(bytes), "\"" + digestOf(bytes) + "\"");
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
  private final Optional<Encoded> compressed;

  /**
   * @param brotli the same content compressed with brotli; null when there is none
   */
  StaticContent(String mediaType, String cacheControl, byte[] plain, byte @Nullable [] brotli) {
    this.mediaType = mediaType;
    this.cacheControl = cacheControl;
    this.plain = Encoded.of(null, plain);
    this.compressed = Optional.ofNullable(brotli).map(bytes -> Encoded.of("br", bytes));
  }

  private StaticContent(String mediaType, byte[] plain) {
    this.mediaType = mediaType;
    this.cacheControl = "no-cache";
    this.plain = Encoded.of(null, plain);
    this.compressed = Optional.of(Encoded.of("gzip", gzip(plain)));
  }

  /** Text that the build could not compress. Caches ask for it anew each time. */
  static StaticContent text(String mediaType, String text) {
    return new StaticContent(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  static StaticContent json(String json) {
    return text("application/json; charset=utf-8", json);
  }

  /** Answers a GET or HEAD with 200, or with 304 when the caller has this content. */
  void answer(HttpServerRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    Encoded chosen = compressed.filter(one -> accepts(one, accepted)).orElse(plain);
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
    response.putHeader(HttpHeaders.ETAG, chosen.etag());
    if (compressed.isPresent()) {
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    if (isNamed(chosen.etag(), request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    if (chosen.coding() != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, chosen.coding());
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
    response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(chosen.bytes().length()));
    if (request.method() == HttpMethod.HEAD) {
      response.end();
    } else {
      response.end(chosen.bytes());
    }
  }

  private static boolean accepts(Encoded encoded, @Nullable String acceptEncoding) {
    return acceptEncoding != null
        && Arrays.stream(acceptEncoding.split(","))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .anyMatch(
                coding ->
                    coding.matches(
                        encoded.coding() + "(\\s*;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?"));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // The stream is memory.
    }
    return compressed.toByteArray();
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

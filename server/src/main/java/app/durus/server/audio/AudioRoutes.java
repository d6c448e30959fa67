package app.durus.server.audio;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Delivers recordings and their manifests: {@code GET} and {@code HEAD} of {@code
 * /audio/<sha256>.<mp3|m4a>} and the same with {@code .json}.
 *
 * <p>What stands at such an address never changes, so every answer may be kept for ever. Ranges
 * follow RFC 9110, section 14 (see {@link ByteRange}); they are for {@code GET} only, as there.
 * Bytes go from the file to the socket without passing through the heap. The address is matched as
 * a hash, so that no other file can be named.
 */
public final class AudioRoutes {

  private static final String ADDRESS =
      "\\/audio\\/(?<sha256>[0-9a-f]{64})\\.(?<extension>mp3|m4a)(?<manifest>\\.json)?";
  /** What was said of a recording before it was found to be gone. */
  private static final List<CharSequence> DESCRIBING =
      List.of(
          HttpHeaders.ETAG,
          HttpHeaders.ACCEPT_RANGES,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.CONTENT_LENGTH,
          HttpHeaders.CONTENT_RANGE);

  /** Of a few hundred bytes each. */
  private static final int MOST_KNOWN_SIZES = 10_000;

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Vertx vertx;
  private final AudioStore store;

  /** A file here never changes, so it is asked for its size once; one that was deleted is forgotten. */
  private final Map<Path, Long> sizes = new ConcurrentHashMap<>();

  public AudioRoutes(Vertx vertx, AudioStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  /** Answers everything under {@code /audio/}; routes that come later never see it. */
  public void mount(Router router) {
    router.routeWithRegex(ADDRESS).handler(this::answer);
    router.route("/audio/*").handler(context -> end(context, 404));
  }

  private void answer(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      end(context, 405);
      return;
    }
    String sha256 = context.pathParam("sha256");
    AudioFormat format = AudioFormat.ofFileName("." + context.pathParam("extension")).orElseThrow();
    boolean manifest = context.pathParam("manifest") != null;
    Path file = manifest ? store.manifest(sha256, format) : store.audio(sha256, format);
    // The manifest is another representation than the audio, so its tag is another, too.
    EntityTag tag = new EntityTag(manifest ? sha256 + ".json" : sha256);
    String mediaType = manifest ? "application/json" : format.mediaType();
    Long known = sizes.get(file);
    if (known != null) {
      send(context, file, known, tag, mediaType);
      return;
    }
    vertx
        .fileSystem()
        .props(file.toString())
        .onSuccess(
            props -> {
              remember(file, props.size());
              send(context, file, props.size(), tag, mediaType);
            })
        .onFailure(failure -> fail(context, file, failure));
  }

  private void remember(Path file, long sizeBytes) {
    if (sizes.size() >= MOST_KNOWN_SIZES) {
      sizes.clear();
    }
    sizes.put(file, sizeBytes);
  }

  private void send(
      RoutingContext context, Path file, long sizeBytes, EntityTag tag, String mediaType) {
    HttpServerRequest request = context.request();
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, tag.header())
            .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER)
            .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (tag.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      end(context, 304);
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader("X-Content-Type-Options", "nosniff");
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(sizeBytes)).end();
      return;
    }
    boolean ranged = tag.allowsRange(request.getHeader("If-Range"));
    String range = ranged ? request.getHeader("Range") : null;
    switch (ByteRange.of(range, sizeBytes)) {
      case ByteRange.Whole whole -> stream(context, file, 0, sizeBytes);
      case ByteRange.Part part -> {
        response
            .setStatusCode(206)
            .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(sizeBytes));
        stream(context, file, part.first(), part.lengthBytes());
      }
      case ByteRange.Unsatisfiable none -> {
        response
            .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + sizeBytes)
            // An error must not be kept for ever.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .headers()
            .remove(HttpHeaders.CONTENT_TYPE);
        end(context, 416);
      }
    }
  }

  private void stream(RoutingContext context, Path file, long offset, long lengthBytes) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(lengthBytes))
        .sendFile(file.toString(), offset, lengthBytes)
        .onFailure(failure -> fail(context, file, failure));
  }

  private void fail(RoutingContext context, Path file, Throwable failure) {
    sizes.remove(file);
    if (context.response().headWritten() || context.response().closed()) {
      // Most often the listener went away. What was begun cannot be repaired: a broken connection
      // tells the client so, and it asks for the rest.
      context.request().connection().close();
    } else if (isMissing(failure) || isMissing(failure.getCause())) {
      DESCRIBING.forEach(context.response().headers()::remove);
      end(context, 404);
    } else {
      context.fail(failure);
    }
  }

  private static boolean isMissing(Throwable failure) {
    return failure instanceof NoSuchFileException || failure instanceof FileNotFoundException;
  }

  private static void end(RoutingContext context, int status) {
    if (status == 404) {
      // It may be imported in a moment.
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    context.response().setStatusCode(status).end();
  }
}

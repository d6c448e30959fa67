package app.durus.server.audio;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(AudioRoutes.class);

  private static final String ADDRESS =
      "\\/audio\\/(?<sha256>[0-9a-f]{64})\\.(?<extension>mp3|m4a)(?<manifest>\\.json)?";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final AudioStore store;

  public AudioRoutes(AudioStore store) {
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
    FileChannel bytes;
    long sizeBytes;
    try {
      // On the event loop, as Vert.x opens files itself: to change threads twice costs more than to
      // open a file, and a range as often as not is sent in less time than either.
      bytes = FileChannel.open(file, StandardOpenOption.READ);
      sizeBytes = bytes.size();
    } catch (NoSuchFileException e) {
      end(context, 404);
      return;
    } catch (IOException e) {
      context.fail(e);
      return;
    }
    send(context, bytes, sizeBytes, tag, mediaType).onComplete(sent -> close(bytes));
  }

  /** Ready once nothing of the file is needed any more; never fails. */
  private static Future<Void> send(
      RoutingContext context, FileChannel bytes, long sizeBytes, EntityTag tag, String mediaType) {
    HttpServerRequest request = context.request();
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, tag.header())
            .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER)
            .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (tag.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return end(context, 304);
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader("X-Content-Type-Options", "nosniff");
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(sizeBytes)).end();
    }
    boolean ranged = tag.allowsRange(request.getHeader("If-Range"));
    String range = ranged ? request.getHeader("Range") : null;
    return switch (ByteRange.of(range, sizeBytes)) {
      case ByteRange.Whole whole -> stream(context, bytes, 0, sizeBytes);
      case ByteRange.Part part -> {
        response
            .setStatusCode(206)
            .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(sizeBytes));
        yield stream(context, bytes, part.first(), part.lengthBytes());
      }
      case ByteRange.Unsatisfiable none -> {
        response
            .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + sizeBytes)
            // An error must not be kept for ever.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .headers()
            .remove(HttpHeaders.CONTENT_TYPE);
        yield end(context, 416);
      }
    };
  }

  private static Future<Void> stream(
      RoutingContext context, FileChannel bytes, long offset, long lengthBytes) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(lengthBytes))
        .sendFile(bytes, offset, lengthBytes)
        .onFailure(failure -> fail(context, failure));
  }

  private static void fail(RoutingContext context, Throwable failure) {
    if (context.response().headWritten() || context.response().closed()) {
      // Most often the listener went away: seeking ends an answer, too. What was begun cannot be
      // repaired: a broken connection tells the client so, and it asks for the rest.
      if (!isDeparture(failure)) {
        LOG.warn("A recording could not be sent to its end: {}", context.request().path(), failure);
      }
      context.request().connection().close();
    } else {
      context.fail(failure);
    }
  }

  private static boolean isDeparture(Throwable failure) {
    return failure instanceof ClosedChannelException
        || failure instanceof HttpClosedException
        || failure instanceof IOException
            && ("Broken pipe".equals(failure.getMessage())
                || String.valueOf(failure.getMessage()).startsWith("Connection reset"));
  }

  private static void close(FileChannel bytes) {
    try {
      bytes.close();
    } catch (IOException e) {
      LOG.warn("A recording that was delivered cannot be closed", e);
    }
  }

  private static Future<Void> end(RoutingContext context, int status) {
    if (status == 404) {
      // It may be imported in a moment.
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return context.response().setStatusCode(status).end();
  }
}

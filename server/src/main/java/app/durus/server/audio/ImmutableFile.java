package app.durus.server.audio;

import app.durus.server.http.CutOff;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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
 * A file whose bytes never change, as an answer to {@code GET} or {@code HEAD}: it may be kept for
 * ever. Ranges follow RFC 9110, section 14 (see {@link ByteRange}); they are for {@code GET} only,
 * as there. Bytes go from the file to the socket without passing through the heap.
 *
 * @param tag names the bytes among all that ever stand at this address; without quotes
 */
public record ImmutableFile(Path path, String tag, String mediaType) {

  private static final Logger LOG = LoggerFactory.getLogger(ImmutableFile.class);

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Ends the request: with the file, a part of it, or what HTTP says instead. */
  public void answer(RoutingContext context) {
    FileChannel bytes;
    long sizeBytes;
    try {
      // On the event loop, as Vert.x opens files itself: to change threads twice costs more than to
      // open a file, and a range as often as not is sent in less time than either.
      bytes = FileChannel.open(path, StandardOpenOption.READ);
      sizeBytes = bytes.size();
    } catch (NoSuchFileException e) {
      end(context, 404);
      return;
    } catch (IOException e) {
      context.fail(e);
      return;
    }
    send(context, bytes, sizeBytes).onComplete(sent -> close(bytes));
  }

  /** Ends a request without a body; what is not there may be there in a moment. */
  public static Future<Void> end(RoutingContext context, int status) {
    if (status == 404) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return context.response().setStatusCode(status).end();
  }

  /** Complete once nothing of the file is needed any more. */
  private Future<Void> send(RoutingContext context, FileChannel bytes, long sizeBytes) {
    EntityTag entity = new EntityTag(tag);
    HttpServerRequest request = context.request();
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, entity.header())
            .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER)
            .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (entity.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return end(context, 304);
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader("X-Content-Type-Options", "nosniff");
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(sizeBytes)).end();
    }
    boolean ranged = entity.allowsRange(request.getHeader("If-Range"));
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
      // repaired: an answer that breaks off tells the client so, and it asks for the rest.
      if (!isDeparture(failure)) {
        LOG.warn("A file could not be sent to its end: {}", context.request().path(), failure);
      }
      CutOff.of(context.request());
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
      LOG.warn("A file that was delivered cannot be closed", e);
    }
  }
}

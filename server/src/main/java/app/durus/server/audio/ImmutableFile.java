package app.durus.server.audio;

import io.vertx.core.Vertx;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file whose bytes never change, as an answer to {@code GET} or {@code HEAD}: it may be kept for
 * ever. Ranges follow RFC 9110, section 14 (see {@link ByteRange}); they are for {@code GET} only,
 * as there. Bytes go from the file to the socket without passing through the heap.
 *
 * @param tag names the bytes among all that ever stand at this address; without quotes
 */
public record ImmutableFile(Path path, String tag, String mediaType) {

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** Ends the request: with the file, a part of it, or what HTTP says instead. */
  public void answer(Vertx vertx, RoutingContext context) {
    vertx
        .fileSystem()
        .props(path.toString())
        .onSuccess(props -> send(context, props))
        .onFailure(failure -> fail(context, failure));
  }

  /** Ends a request without a body; what is not there may be there in a moment. */
  public static void end(RoutingContext context, int status) {
    if (status == 404) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    context.response().setStatusCode(status).end();
  }

  private void send(RoutingContext context, FileProps props) {
    EntityTag entity = new EntityTag(tag);
    HttpServerRequest request = context.request();
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, entity.header())
            .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER)
            .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (entity.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      end(context, 304);
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader("X-Content-Type-Options", "nosniff");
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(props.size())).end();
      return;
    }
    boolean ranged = entity.allowsRange(request.getHeader("If-Range"));
    String range = ranged ? request.getHeader("Range") : null;
    switch (ByteRange.of(range, props.size())) {
      case ByteRange.Whole whole -> stream(context, 0, props.size());
      case ByteRange.Part part -> {
        response
            .setStatusCode(206)
            .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(props.size()));
        stream(context, part.first(), part.lengthBytes());
      }
      case ByteRange.Unsatisfiable none -> {
        response
            .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + props.size())
            // An error must not be kept for ever.
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .headers()
            .remove(HttpHeaders.CONTENT_TYPE);
        end(context, 416);
      }
    }
  }

  private void stream(RoutingContext context, long offset, long lengthBytes) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(lengthBytes))
        .sendFile(path.toString(), offset, lengthBytes)
        .onFailure(failure -> fail(context, failure));
  }

  private static void fail(RoutingContext context, Throwable failure) {
    if (context.response().headWritten() || context.response().closed()) {
      // Most often the listener went away. What was begun cannot be repaired: a broken connection
      // tells the client so, and it asks for the rest.
      context.request().connection().close();
    } else if (failure.getCause() instanceof NoSuchFileException) {
      end(context, 404);
    } else {
      context.fail(failure);
    }
  }
}

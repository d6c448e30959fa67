package app.durus.server.http.files;

import app.durus.server.http.CutOff;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET} or {@code HEAD} with a file whose bytes never change, so that caches may keep
 * it for ever. Ranges follow RFC 9110, section 14 (see {@link ByteRange}), for {@code GET} only.
 * How the bytes are sent depends on the protocol (see {@link OpenFile}).
 *
 * @param path null where the file is on no disk
 * @param content null where it is on the disk
 * @param tag distinguishes these bytes from all others at this address; without quotes
 * @param gzipped whether the bytes are the content compressed by gzip, which is how it is sent
 */
public record ImmutableFile(
    Path path, Buffer content, String tag, String mediaType, boolean gzipped) {

  private static final Logger LOG = LoggerFactory.getLogger(ImmutableFile.class);

  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String GZIP = "gzip";

  /**
   * A file that was compressed when it was made. It is sent as it is, with 406 for whoever does not
   * accept gzip.
   *
   * @param mediaType of the content
   */
  public static ImmutableFile gzipped(Path path, String tag, String mediaType) {
    return new ImmutableFile(path, null, tag, mediaType, true);
  }

  /** A file on the disk. */
  public ImmutableFile(Path path, String tag, String mediaType) {
    this(path, null, tag, mediaType, false);
  }

  /** A small file that is on no disk. */
  public ImmutableFile(Buffer content, String tag, String mediaType) {
    this(null, content, tag, mediaType, false);
  }

  /** Ends the request with the file, a part of it, or an error. */
  public void answer(RoutingContext context) {
    if (gzipped && !acceptsGzip(context)) {
      end(context, 406);
      return;
    }
    OpenFile file;
    try {
      file = content != null ? new FileInMemory(content) : OpenFile.open(context, path);
    } catch (NoSuchFileException e) {
      end(context, 404);
      return;
    } catch (IOException e) {
      context.fail(e);
      return;
    }
    send(context, file).onComplete(sent -> file.close());
  }

  /** Whoever names no encoding accepts each (RFC 9110, section 12.5.3). */
  private static boolean acceptsGzip(RoutingContext context) {
    List<ParsedHeaderValue> accepted = context.parsedHeaders().acceptEncoding();
    return accepted.isEmpty()
        || accepted.stream()
            .anyMatch(
                coding ->
                    (GZIP.equalsIgnoreCase(coding.value()) || coding.value().equals("*"))
                        && coding.weight() > 0);
  }

  /**
   * Ends a request without a body. An error must not be cached, because the next request may
   * succeed.
   */
  static Future<Void> end(RoutingContext context, int status) {
    if (status >= 400) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return context.response().setStatusCode(status).end();
  }

  /** Completes once the file is no longer needed. */
  private Future<Void> send(RoutingContext context, OpenFile file) {
    EntityTag entity = new EntityTag(tag);
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    long sizeBytes = file.sizeBytes();
    if (entity.isAmong(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      return end(keep(context, entity), 304);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      describe(context, entity);
      return response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(sizeBytes)).end();
    }
    boolean ranged = entity.allowsRange(request.getHeader("If-Range"));
    String range = ranged ? request.getHeader("Range") : null;
    return switch (ByteRange.of(range, sizeBytes)) {
      case ByteRange.Whole whole -> {
        describe(context, entity);
        yield stream(context, file, 0, sizeBytes);
      }
      case ByteRange.Part part -> {
        describe(context, entity);
        response
            .setStatusCode(206)
            .putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange(sizeBytes));
        yield stream(context, file, part.first(), part.lengthBytes());
      }
      case ByteRange.Unsatisfiable none -> {
        response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + sizeBytes);
        yield end(context, 416);
      }
    };
  }

  private RoutingContext keep(RoutingContext context, EntityTag entity) {
    context
        .response()
        .putHeader(HttpHeaders.ETAG, entity.header())
        .putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    if (gzipped) {
      context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    return context;
  }

  private void describe(RoutingContext context, EntityTag entity) {
    keep(context, entity)
        .response()
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader("X-Content-Type-Options", "nosniff");
    if (gzipped) {
      context.response().putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
  }

  private static Future<Void> stream(
      RoutingContext context, OpenFile file, long offsetBytes, long lengthBytes) {
    HttpServerResponse response =
        context.response().putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(lengthBytes));
    return file.send(response, offsetBytes, lengthBytes)
        .onFailure(failure -> fail(context, failure));
  }

  private static void fail(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (!response.headWritten() && !response.closed()) {
      context.fail(failure);
      return;
    }
    // Usually the client disconnected, for instance because the listener seeks. The answer has
    // begun, so its status cannot change. Breaking it off tells the client that it is incomplete,
    // and the client requests the rest.
    if (!response.closed() && !isDeparture(failure)) {
      LOG.warn("Could not send the whole file {}", context.request().path(), failure);
    }
    CutOff.of(context.request());
  }

  private static boolean isDeparture(Throwable failure) {
    return failure instanceof ClosedChannelException
        || failure instanceof HttpClosedException
        || failure instanceof StreamResetException
        || failure instanceof Http2Exception ended && ended.error() == Http2Error.STREAM_CLOSED
        || failure instanceof IOException
            && ("Broken pipe".equals(failure.getMessage())
                || String.valueOf(failure.getMessage()).startsWith("Connection reset"));
  }
}

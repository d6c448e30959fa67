package app.durus.server.http.files;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is open for one answer. Over HTTP/1.1 the kernel sends it. Over HTTP/2 each piece is
 * framed, so its bytes have to be read.
 */
sealed interface OpenFile permits ChannelFile, StreamedFile, FileInMemory {

  /**
   * Opens a file, on the event loop: changing threads twice costs more than opening a file
   * (decision 0011).
   *
   * @throws NoSuchFileException when there is none
   * @throws IOException when it cannot be opened
   */
  static OpenFile open(RoutingContext context, Path path) throws IOException {
    return context.request().version() == HttpVersion.HTTP_2
        ? StreamedFile.open(context.vertx().fileSystem(), path)
        : ChannelFile.open(path);
  }

  long sizeBytes();

  /**
   * Sends bytes of the file as the whole body of an answer, together with its head.
   *
   * @param offsetBytes from the file's start
   * @param lengthBytes the answer's {@code Content-Length}
   * @return failed when not all bytes were sent
   */
  Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes);

  /** Call once, when the file is no longer needed. Failures are logged. */
  void close();
}

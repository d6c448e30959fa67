package app.durus.server.http.files;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that is open for one answer. HTTP/1.1 lets the kernel send it; HTTP/2 frames every piece,
 * so that its bytes have to be read.
 */
sealed interface OpenFile permits ChannelFile, StreamedFile {

  /**
   * Opens a file, on the event loop: to change threads twice costs more than to open a file (0011).
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
   * Sends bytes of the file as the whole body of an answer, whose head it writes with them.
   *
   * @param offsetBytes from the file's start
   * @param lengthBytes as the answer's {@code Content-Length} says
   * @return failed when not all of them were sent
   */
  Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes);

  /** To be called once, when nothing of the file is needed any more. Failures are logged. */
  void close();
}

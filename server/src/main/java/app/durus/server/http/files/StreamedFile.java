package app.durus.server.http.files;

import io.vertx.core.Future;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read piece by piece, each when the client has room for it. Over HTTP/2 Vert.x can
 * send neither a channel nor an open file. It can send a path, but then it ends an answer that
 * broke off as if it were complete, and reads 8 KiB at a time.
 */
record StreamedFile(AsyncFile file, long sizeBytes) implements OpenFile {

  private static final Logger LOG = LoggerFactory.getLogger(StreamedFile.class);

  /**
   * The usual window of a stream: a larger piece would wait, and a smaller one would take more
   * turns.
   */
  private static final int PIECE_BYTES = 64 * 1024;

  private static final OpenOptions TO_READ =
      new OpenOptions().setRead(true).setWrite(false).setCreate(false);

  static StreamedFile open(FileSystem files, Path path) throws IOException {
    AsyncFile file;
    try {
      file = files.openBlocking(path.toString(), TO_READ);
    } catch (FileSystemException e) {
      throw causeOf(e);
    }
    try {
      return new StreamedFile(file, file.sizeBlocking());
    } catch (FileSystemException e) {
      file.close();
      throw causeOf(e);
    }
  }

  private static IOException causeOf(FileSystemException failure) {
    return failure.getCause() instanceof IOException cause ? cause : new IOException(failure);
  }

  @Override
  public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
    return file.setReadBufferSize(PIECE_BYTES)
        .setReadPos(offsetBytes)
        .setReadLength(lengthBytes)
        .pipe()
        .endOnComplete(false)
        .to(response)
        .compose(
            read ->
                file.getReadLength() == 0
                    ? response.end()
                    : Future.failedFuture(new EOFException("the file has become shorter")));
  }

  @Override
  public void close() {
    // A piece may still be read for a client that has disconnected. Its failure does not matter.
    file.exceptionHandler(failure -> LOG.debug("A read ended with its file", failure));
    file.close().onFailure(e -> LOG.warn("Cannot close a file after it was sent", e));
  }
}

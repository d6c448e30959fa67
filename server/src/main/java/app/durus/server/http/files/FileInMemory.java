package app.durus.server.http.files;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A small file that is on no disk. */
record FileInMemory(Buffer content) implements OpenFile {

  @Override
  public long sizeBytes() {
    return content.length();
  }

  @Override
  public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
    return response.end(content.slice((int) offsetBytes, (int) (offsetBytes + lengthBytes)));
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}

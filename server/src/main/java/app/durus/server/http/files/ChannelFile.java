package app.durus.server.http.files;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file whose bytes the kernel moves to the socket; they never pass through the heap. */
record ChannelFile(FileChannel channel, long sizeBytes) implements OpenFile {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelFile.class);

  static ChannelFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new ChannelFile(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Future<Void> send(HttpServerResponse response, long offsetBytes, long lengthBytes) {
    return response.sendFile(channel, offsetBytes, lengthBytes);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Cannot close a file after it was sent", e);
    }
  }
}

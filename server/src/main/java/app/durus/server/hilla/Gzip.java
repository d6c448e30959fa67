package app.durus.server.hilla;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.ParsedHeaderValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses long answers (RFC 1952). A full page of the catalogue has hundreds of kilobytes, which
 * take a minute on a slow line. It uses the fastest level, because an event loop does the work.
 * Decision record 0035 says why Vert.x does not compress.
 */
final class Gzip {

  static final String NAME = "gzip";

  /** Shorter answers fit into a few packets. */
  private static final int LONG_BYTES = 8 * 1024;

  private Gzip() {}

  /**
   * @param asked the headers of the request; they are parsed only for a long answer
   */
  static boolean pays(Supplier<ParsedHeaderValues> asked, Buffer answer) {
    return answer.length() >= LONG_BYTES
        && asked.get().acceptEncoding().stream()
            .anyMatch(coding -> NAME.equalsIgnoreCase(coding.value()) && coding.weight() > 0);
  }

  static Buffer of(Buffer answer) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(answer.length() / 2);
    try (GZIPOutputStream out = new Fast(compressed)) {
      out.write(answer.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return Buffer.buffer(compressed.toByteArray());
  }

  private static final class Fast extends GZIPOutputStream {

    Fast(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

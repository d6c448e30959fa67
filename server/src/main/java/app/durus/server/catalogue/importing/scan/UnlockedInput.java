package app.durus.server.catalogue.importing.scan;

import java.io.IOException;
import java.io.InputStream;

/**
 * Buffers a file for one thread. {@link java.io.BufferedInputStream} takes a lock for each read,
 * which takes longer than the few bytes of a number.
 */
final class UnlockedInput extends InputStream {

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int end;

  UnlockedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return next == end && !fill() ? -1 : buffer[next++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == end && !fill()) {
      return -1;
    }
    int part = Math.min(length, end - next);
    System.arraycopy(buffer, next, target, offset, part);
    next += part;
    return part;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

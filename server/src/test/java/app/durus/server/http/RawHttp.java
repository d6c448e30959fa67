package app.durus.server.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection for any bytes: HTTP clients refuse to send malformed requests. */
final class RawHttp implements AutoCloseable {

  /** A limit, so that a fault ends the test instead of hanging it. */
  private static final int HANG_GUARD_MS = 120_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /**
   * @param status 0 when the connection ended instead of an answer
   * @param head in lower case
   */
  record Answer(int status, String head, String body) {}

  RawHttp(int port) throws IOException {
    this(InetAddress.getLoopbackAddress(), port);
  }

  /** Connects from this address of this machine. */
  RawHttp(InetAddress from, int port) throws IOException {
    socket.bind(new InetSocketAddress(from, 0));
    socket.setSoTimeout(HANG_GUARD_MS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawHttp send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** The next answer, which must state its length. */
  Answer read() throws IOException {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return new Answer(0, head.toString(), "");
        }
        head.append((char) next);
      }
      String text = head.toString().toLowerCase(Locale.ROOT);
      int at = text.indexOf("content-length:");
      int length =
          at < 0
              ? 0
              : Integer.parseInt(
                  text.substring(at + "content-length:".length(), text.indexOf('\r', at)).strip());
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text, body);
    } catch (SocketException reset) {
      return new Answer(0, "", "");
    }
  }

  /** Waits until the server closes the connection; bytes that it sends before are dropped. */
  boolean isEnded() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
      return false;
    } catch (EOFException | SocketException ended) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package app.durus.proof.fuzz;

import app.durus.server.waiting.HangGuard;
import app.durus.server.waiting.Pause;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * One connection for any bytes. An HTTP client would refuse to send most requests of the fuzzer.
 */
public final class RawConnection implements AutoCloseable {

  /** The server neither answered nor closed the connection. */
  public static final class Hung extends IOException {
    Hung(String what, SocketTimeoutException cause) {
      super(what, cause);
    }
  }

  /** The server closes a connection after this long without a byte; see {@code ServerLifecycle}. */
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(HangGuard.millis());
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream());
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends the bytes in pieces, with a pause after each. */
  public void sendSlowly(byte[] bytes, int pieces, long pauseMs)
      throws IOException, InterruptedException {
    int size = Math.max(1, bytes.length / pieces);
    for (int from = 0; from < bytes.length; from += size) {
      send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
      Pause.pace(pauseMs);
    }
  }

  /** Ends the sending side of the connection. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * Waits for an answer's status, past any {@code 100 Continue}; reads the rest until the server
   * closes the connection.
   *
   * @return 0 when the server closed the connection without an answer
   * @throws Hung when no byte arrives, or when the connection ended only after the limit for idle
   *     ones
   */
  public int status() throws IOException {
    long begun = System.nanoTime();
    try {
      int status = readStatus();
      while (status == 100) {
        readLine();
        status = readStatus();
      }
      if (status == 0 && System.nanoTime() - begun >= IDLE_LIMIT.toNanos()) {
        throw new Hung("no answer until the server ended an idle connection", null);
      }
      in.skip(Long.MAX_VALUE);
      return status;
    } catch (SocketTimeoutException e) {
      throw new Hung("no answer and no end within " + HangGuard.LIMIT, e);
    }
  }

  private int readStatus() throws IOException {
    String line = readLine();
    if (line == null) {
      return 0;
    }
    String[] words = line.split(" ", 3);
    if (!words[0].startsWith("HTTP/1.") || words.length < 2) {
      throw new IOException("no HTTP: " + line);
    }
    return Integer.parseInt(words[1]);
  }

  /** Null at the end. A reset connection has ended, too. */
  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int next;
    try {
      next = in.read();
      if (next < 0) {
        return null;
      }
      while (next >= 0 && next != '\n') {
        line.append((char) next);
        next = in.read();
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return null;
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

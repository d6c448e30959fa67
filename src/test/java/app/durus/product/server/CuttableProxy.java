package app.durus.product.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy between browser and server that can be cut. It can let through an exact number of bytes,
 * so that an answer breaks within any byte.
 */
public final class CuttableProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1024;

  private final int port;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final RangeRequests requests = new RangeRequests();
  private ServerSocket listening;
  private Thread accepting;
  private long allowedBytes = Long.MAX_VALUE;
  private long answeredBytes;

  /**
   * @param port where the browser finds it
   */
  public CuttableProxy(int port, int serverPort) throws IOException {
    this.port = port;
    this.serverPort = serverPort;
    mend();
  }

  public String url() {
    return "http://localhost:" + port;
  }

  /** The requests for recordings so far. */
  public RangeRequests requests() {
    return requests;
  }

  /** The bytes of the server's answers so far. */
  public synchronized long answeredBytes() {
    return answeredBytes;
  }

  /**
   * From now on this many bytes of answers pass. Then no more pass, and the connections stay open.
   */
  public synchronized void allow(long bytes) {
    allowedBytes = bytes;
    notifyAll();
  }

  /**
   * @return whether all allowed bytes have passed
   */
  public synchronized boolean awaitSpent(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (allowedBytes > 0) {
      long leftMs = (until - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }

  /** Every connection breaks, and new ones are refused. */
  public void cut() throws IOException {
    synchronized (this) {
      listening.close();
      breakConnections();
    }
    try {
      accepting.join(); // before that, the system may still hold the port
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Every connection breaks; new ones may be made. */
  public synchronized void breakConnections() {
    sockets.forEach(CuttableProxy::close);
    sockets.clear();
    notifyAll();
  }

  public synchronized void mend() throws IOException {
    if (listening == null || listening.isClosed()) {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listening = socket;
      accepting = Thread.ofVirtual().start(() -> accept(socket));
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket browser = listening.accept();
        if (hold(browser, listening)) {
          Thread.ofVirtual().start(() -> connect(browser));
        }
      } catch (IOException e) {
        return; // It was cut.
      }
    }
  }

  /**
   * Whether the connection was accepted in time: one that comes while the cable is cut breaks too.
   */
  private synchronized boolean hold(Socket browser, ServerSocket listening) {
    if (listening.isClosed()) {
      close(browser);
      return false;
    }
    return sockets.add(browser);
  }

  private void connect(Socket browser) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      sockets.add(server);
      Thread.ofVirtual().start(() -> pass(browser, server, false));
      pass(server, browser, true);
    } catch (IOException e) {
      close(browser); // There is no server.
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER_BYTES];
    RangeRequests.Reader reader = requests.reader();
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!answers) {
          reader.read(buffer, read);
        }
        for (int passed = 0; passed < read; ) {
          int next = answers ? take(read - passed, to) : read - passed;
          if (next == 0) {
            return;
          }
          out.write(buffer, passed, next);
          passed += next;
        }
      }
    } catch (IOException e) {
      // One side closed, so the other is closed, too.
      close(to);
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** How many bytes may pass now; waits for the first one. 0 once the connection was broken. */
  private synchronized int take(int wantedBytes, Socket to) {
    while (allowedBytes == 0 && !to.isClosed()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return 0;
      }
    }
    if (to.isClosed()) {
      return 0;
    }
    int taken = (int) Math.min(wantedBytes, allowedBytes);
    allowedBytes -= allowedBytes == Long.MAX_VALUE ? 0 : taken;
    answeredBytes += taken;
    notifyAll();
    return taken;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.err.println("a connection that does not close: " + e.getMessage());
    }
  }
}

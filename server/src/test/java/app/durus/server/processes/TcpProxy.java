package app.durus.server.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A proxy between a client and a server of this machine that simulates a network. It can lose the
 * bytes of connections without closing them, and delay them.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int PIECE_BYTES = 16 * 1024;

  private final ServerSocket listening;
  private final int target;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private volatile boolean newAreSilent;
  private volatile long delayMs;

  private TcpProxy(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /**
   * @param target port of this machine
   */
  public static TcpProxy before(int target) throws IOException {
    TcpProxy proxy =
        new TcpProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** From now on no more bytes pass on the existing connections; new ones work. */
  public void silencePresent() {
    lines.forEach(line -> line.silent = true);
  }

  /** No bytes pass at all: connections are accepted and never answered. */
  public void silence() {
    newAreSilent = true;
    silencePresent();
  }

  /** New connections work. The silenced ones stay silent, as after a firewall forgot them. */
  public void speak() {
    newAreSilent = false;
  }

  /** The delay of each byte, in each direction. */
  public void delay(long milliseconds) {
    delayMs = milliseconds;
  }

  /** Connections that neither side has ended. */
  public int open() {
    return lines.size();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException e) {
        // Closed, or the target does not listen.
        continue;
      }
    }
  }

  /** Closes a client's connection at once when the target does not listen. */
  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Line line = new Line(client, server);
      line.silent = newAreSilent;
      lines.add(line);
      carry(line, client, server);
      carry(line, server, client);
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /** Reads on one thread and writes on another, so that a delay does not slow the flow. */
  private void carry(Line line, Socket from, Socket to) {
    DelayQueue<Piece> pieces = new DelayQueue<>();
    Thread.ofVirtual().start(() -> read(line, from, pieces));
    Thread.ofVirtual().start(() -> write(line, to, pieces));
  }

  private void read(Line line, Socket from, DelayQueue<Piece> pieces) {
    byte[] buffer = new byte[PIECE_BYTES];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!line.silent) {
          pieces.add(new Piece(Arrays.copyOf(buffer, count), due()));
        }
      }
    } catch (IOException ended) {
      // Reported below, like a normal end.
    }
    if (!line.silent) {
      pieces.add(new Piece(null, due()));
    } else {
      // A silenced connection hides the end, too; this side has closed.
      line.leave();
    }
  }

  private void write(Line line, Socket to, DelayQueue<Piece> pieces) {
    try {
      OutputStream out = to.getOutputStream();
      for (Piece piece = pieces.take(); piece.bytes() != null; piece = pieces.take()) {
        if (!line.silent) {
          out.write(piece.bytes());
          out.flush();
        }
      }
    } catch (IOException ended) {
      // The line is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!line.silent) {
      line.end();
    }
  }

  private long due() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    lines.forEach(Line::end);
  }

  /** One client's connection and the proxy's to the server. */
  private final class Line {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;
    private boolean oneLeft;

    Line(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    synchronized void leave() {
      if (oneLeft) {
        end();
      }
      oneLeft = true;
    }

    void end() {
      lines.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // The connection is closed in any case.
          continue;
        }
      }
    }
  }

  /**
   * @param bytes null for the end
   * @param dueNanos when it arrives
   */
  private record Piece(byte[] bytes, long dueNanos) implements Delayed {

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(dueNanos, ((Piece) other).dueNanos);
    }
  }
}

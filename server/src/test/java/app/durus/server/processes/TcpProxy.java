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
 * Stands between a client and a server of this machine as a network does: it can swallow what goes
 * over connections without ending them, and take its time.
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

  /** From now on nothing more comes through on the connections that there are; new ones work. */
  public void silencePresent() {
    lines.forEach(line -> line.silent = true);
  }

  /** Nothing comes through at all: connections are taken and never answered. */
  public void silence() {
    newAreSilent = true;
    silencePresent();
  }

  /**
   * New connections work; those that were silenced stay silent, as after a firewall forgot them.
   */
  public void speak() {
    newAreSilent = false;
  }

  /** How long each byte is under way, in each direction. */
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

  /** Sends a client away at once when the target does not listen. */
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
      // Told below, like an orderly end.
    }
    if (!line.silent) {
      pieces.add(new Piece(null, due()));
    } else {
      // Whoever silenced the line keeps the end to itself, too; this side has left.
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

  /** One client's connection and ours to the server. */
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
          // It is closed all the same.
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

package app.durus.server.processes;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of this machine, for processes that need a fixed port and start again on it. Two things
 * keep such a port free while no process listens on it: the system chooses its own ports from a
 * higher range, and this process holds the UDP port of the same number until it ends. Other runs of
 * the tests find that UDP port in use and choose another port.
 */
public final class Ports {

  private static final int FIRST = 20_000;

  /** The first port of the range from which Linux chooses; other systems begin higher. */
  private static final int CHOSEN_BY_SYSTEM = 32_768;

  /** The sockets that reserve each TCP port. */
  private static final Map<Integer, DatagramSocket> RESERVED = new ConcurrentHashMap<>();

  private Ports() {}

  /** A port on which no process listens now, and that no run of the tests has got before. */
  public static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, CHOSEN_BY_SYSTEM);
      if (isFree(port) && reserve(port)) {
        return port;
      }
    }
  }

  private static boolean reserve(int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(null);
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException reservedElsewhere) {
      socket.close();
      return false;
    }
    RESERVED.put(port, socket); // garbage collection would close it otherwise
    return true;
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket taken = new ServerSocket(port)) {
      return taken.isBound();
    } catch (BindException inUse) {
      return false;
    }
  }
}

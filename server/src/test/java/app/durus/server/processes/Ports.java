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
 * TCP ports of this machine, for processes that have to be told theirs, and that start again where
 * they were. Two things keep such a port free while nobody listens on it: the system chooses ports
 * of its own from a higher range, and this process holds the UDP port of the same number, which it
 * uses for nothing, until it ends. Other runs of the tests see that and choose another port.
 */
public final class Ports {

  private static final int FIRST = 20_000;

  /** Where Linux begins with those that it chooses itself; others begin higher. */
  private static final int CHOSEN_BY_SYSTEM = 32_768;

  /** By TCP port, what reserves it. */
  private static final Map<Integer, DatagramSocket> RESERVED = new ConcurrentHashMap<>();

  private Ports() {}

  /** One that nobody listens on now, and that no run of the tests was given before. */
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
    RESERVED.put(port, socket); // Otherwise garbage collection would close it.
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

package app.durus.server.simulation;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine, for processes that have to be told theirs. They stay free for whoever
 * starts again where it was: systems take the ports of outgoing connections from above.
 */
public final class Ports {

  private static final int FIRST = 20_000;

  /** Where Linux begins with those that it chooses itself; others begin higher. */
  private static final int CHOSEN_BY_SYSTEM = 32_768;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** One that nobody listens on now, and nobody here was told before. */
  public static int free() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, CHOSEN_BY_SYSTEM);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket taken = new ServerSocket(port)) {
      return taken.isBound();
    } catch (BindException inUse) {
      return false;
    }
  }
}

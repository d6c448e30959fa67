package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for PostgreSQL, which is restarted on the same port. It is below the range that systems
 * use for outgoing connections, so that it is unlikely to be taken in the meantime.
 */
final class FreePort {

  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /**
   * A port that nobody listens on now.
   *
   * @throws StartupFailure when none is found
   */
  static int choose() {
    IOException last = null;
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return free.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new StartupFailure("no port is free for the embedded PostgreSQL: " + last, last);
  }
}

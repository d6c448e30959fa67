package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for PostgreSQL, which is started again on it when it dies. It lies below those that
 * systems give to outgoing connections, so that nobody takes it meanwhile by chance.
 */
final class FreePort {

  private static final int FIRST = 20_000;
  private static final int END = 32_768;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /**
   * One that nobody listens on now.
   *
   * @throws StartupFailure when there is none to be found
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

package app.durus.server.simulation;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports of this machine, for processes that have to be told theirs. */
public final class Ports {

  private Ports() {}

  /** One that nobody listens on now. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

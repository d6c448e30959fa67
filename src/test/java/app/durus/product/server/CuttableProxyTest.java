package app.durus.product.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.processes.Ports;
import app.durus.server.waiting.HangGuard;
import app.durus.server.waiting.Pause;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CuttableProxyTest {

  private static final int CUTS = 20;

  @Test
  void noConnectionOutlivesACut() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    int port = Ports.free();
    SplittableRandom random = new SplittableRandom(1);
    try (CuttableProxy cable = new CuttableProxy(port, server.getAddress().getPort())) {
      for (int cut = 0; cut < CUTS; cut++) {
        Queue<Socket> made = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread browser = Thread.ofPlatform().start(() -> connectUntil(over, port, made));
        Pause.random(3, random);
        cable.cut();
        over.set(true);
        browser.join();
        for (Socket each : made) {
          assertThat(isBroken(each)).as("cut " + cut).isTrue();
        }
        cable.mend();
      }
    } finally {
      server.stop(0);
    }
  }

  private static void connectUntil(AtomicBoolean over, int port, Queue<Socket> made) {
    while (!over.get()) {
      try {
        made.add(new Socket(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        return; // It was cut.
      }
    }
  }

  private static boolean isBroken(Socket socket) throws IOException {
    try (socket) {
      socket.setSoTimeout(HangGuard.millis());
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}

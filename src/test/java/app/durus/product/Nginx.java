package app.durus.product;

import app.durus.server.simulation.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx as one sets it up to deliver files fast, with a configuration and a folder of its own. */
final class Nginx implements AutoCloseable {

  private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param files what stands at its root
   */
  static Nginx start(Path folder, Path files) throws IOException, InterruptedException {
    int port = Ports.free();
    Files.createDirectories(folder);
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            user root;
            worker_processes auto;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              types { audio/mpeg mp3; }
              server { listen 127.0.0.1:%2$d; root %3$s; }
            }
            """
                .formatted(folder.toAbsolutePath(), port, files.toAbsolutePath()));
    Process process =
        new ProcessBuilder("nginx", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    nginx.awaitListening(folder);
    return nginx;
  }

  int port() {
    return port;
  }

  private void awaitListening(Path folder) throws IOException, InterruptedException {
    long limit = System.nanoTime() + START_LIMIT_NANOS;
    while (process.isAlive() && System.nanoTime() < limit) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException(
        "nginx did not start: " + Files.readString(folder.resolve("out")));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}

package app.durus.bench.audio;

import app.durus.server.processes.Ports;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** nginx with the usual settings for fast files, a configuration and a folder of its own. */
final class Nginx implements AutoCloseable {

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param files the folder that it serves
   */
  static Nginx start(Path folder, Path files) throws IOException {
    int port = Ports.free();
    Files.createDirectories(folder);
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            String.format(
                Locale.ROOT,
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
            """,
                folder.toAbsolutePath(),
                port,
                files.toAbsolutePath()));
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

  private void awaitListening(Path folder) throws IOException {
    Eventually.isTrue("nginx, which listens on port " + port, () -> isListening(folder));
  }

  private boolean isListening(Path folder) throws IOException {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException notYet) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "nginx did not start: " + Files.readString(folder.resolve("out")));
      }
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    Eventually.ended("nginx", process);
  }
}

package app.durus.server.processes;

import app.durus.server.waiting.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** A real nginx with a configuration and a folder of its own. */
public final class Nginx implements AutoCloseable {

  private final Process process;
  private final Path output;
  private final int port;

  private Nginx(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Where Debian installs it; a user's PATH often lacks this folder. */
  private static Stream<Path> candidates() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"));
  }

  /** Whether it is installed. */
  public static boolean isThere() {
    return candidates().anyMatch(Files::isExecutable);
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param folder for its configuration, logs and temporary files; is made
   * @param http what stands in the block {@code http}
   * @param port one on which a server of {@code http} listens on the loopback address
   * @throws IllegalStateException when it does not start; the message has what it said
   */
  public static Nginx start(Path folder, String http, int port) throws IOException {
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
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  %2$s
                }
                """,
                folder.toAbsolutePath(),
                http));
    String program = candidates().filter(Files::isExecutable).findFirst().orElseThrow().toString();
    Path output = folder.resolve("out");
    Process process =
        Processes.start(new ProcessBuilder(program, "-c", configuration.toString()), output);
    Nginx nginx = new Nginx(process, output, port);
    Eventually.isTrue("nginx, which listens on port " + port, () -> nginx.isListening());
    return nginx;
  }

  /** The port that was waited for. */
  public int port() {
    return port;
  }

  private boolean isListening() throws IOException {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException notYet) {
      if (!process.isAlive()) {
        throw new IllegalStateException("nginx did not start: " + Files.readString(output));
      }
      return false;
    }
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}

package app.durus.server.bench;

import app.durus.server.simulation.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The product as a process of its own, as an operator starts it: the packaged jar, or what {@code
 * -Ddurus.classpath} names.
 */
final class ServerProcess implements AutoCloseable {

  private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final int port;
  private final int metricsPort;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, int port, int metricsPort) {
    this.process = process;
    this.port = port;
    this.metricsPort = metricsPort;
  }

  static ServerProcess start(Path dataFolder, String databaseUrl, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    String options = System.getProperty("durus.jvm", "");
    if (!options.isBlank()) {
      command.addAll(List.of(options.strip().split("\\s+")));
    }
    String classPath = System.getProperty("durus.classpath");
    command.addAll(
        classPath == null
            ? List.of("-jar", "target/salafi-durus.jar")
            : List.of("-cp", classPath, "app.durus.server.Main"));
    command.add("serve");
    ProcessBuilder builder = new ProcessBuilder(command);
    int port = Ports.free();
    int metricsPort = Ports.free();
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("METRICS_PORT", Integer.toString(metricsPort));
    builder.environment().put("DATA_DIR", dataFolder.toString());
    builder.environment().put("DATABASE_URL", databaseUrl);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(dataFolder.resolve("server.log").toFile());
    ServerProcess server = new ServerProcess(builder.start(), port, metricsPort);
    server.awaitReady(dataFolder);
    return server;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** The sum of a metric over its labels; 0 when it is not there. */
  double metric(String name) {
    return get(metricsPort, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void awaitReady(Path dataFolder) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT_NANOS;
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        get(port, "/health");
        return;
      } catch (IllegalStateException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("the server did not start: see " + dataFolder + "/server.log");
  }

  private String get(int at, String path) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    client.close();
  }
}

package app.durus.bench.load;

import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The product as a process of its own, as an operator starts it: the packaged jar, or the class
 * path of {@code -Ddurus.classpath}.
 */
public final class BenchServer implements AutoCloseable {

  private final Process process;
  private final int port;
  private final int metricsPort;
  private final HttpClient client = HttpClient.newHttpClient();

  private BenchServer(Process process, int port, int metricsPort) {
    this.process = process;
    this.port = port;
    this.metricsPort = metricsPort;
  }

  public static BenchServer start(
      Path dataFolder, String databaseUrl, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(PackagedJar.PATH, dataFolder, databaseUrl, environment);
  }

  /**
   * @param jar started unless {@code -Ddurus.classpath} is given
   */
  public static BenchServer start(
      Path jar, Path dataFolder, String databaseUrl, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> jvm =
        List.of(System.getProperty("durus.jvm", "").strip().split("\\s+")).stream()
            .filter(option -> !option.isEmpty())
            .toList();
    String classPath = System.getProperty("durus.classpath");
    List<String> serve = List.of("serve");
    ProcessBuilder builder =
        classPath == null
            ? PackagedJar.command(jar, jvm, dataFolder, serve)
            : PackagedJar.commandOfClasses(classPath, jvm, dataFolder, serve);
    int port = Ports.free();
    int metricsPort = Ports.free();
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("METRICS_PORT", Integer.toString(metricsPort));
    builder.environment().put("DATABASE_URL", databaseUrl);
    builder.environment().putAll(environment);
    Path log = dataFolder.resolve("server.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PackagedJar.awaitServing(process, port, log);
    return new BenchServer(process, port, metricsPort);
  }

  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  /** The sum of a metric over its labels; 0 when the metric is missing. */
  public double metric(String name) {
    return metric(name, "");
  }

  /**
   * The sum of a metric over those of its labels that contain a text.
   *
   * @param label such as {@code area="heap"}
   */
  public double metric(String name, String label) {
    return get(metricsPort, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
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
    Eventually.ended("the server", process);
    client.close();
  }
}

package app.durus.server.simulation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the packaged product is started, as an operator starts it, and when it is there. */
public final class PackagedJar {

  public static final Path PATH =
      Path.of(System.getProperty("durus.jar", "target/salafi-durus.jar"));

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private PackagedJar() {}

  /**
   * A command of it on a data folder: with a database of its own and without figures, until the
   * environment says otherwise.
   *
   * @param jvm options of the virtual machine
   */
  public static ProcessBuilder command(
      Path jar, List<String> jvm, Path dataFolder, List<String> arguments) {
    return command(List.of("-jar", jar.toString()), jvm, dataFolder, arguments);
  }

  /** The same of classes that are not packaged. */
  public static ProcessBuilder commandOfClasses(
      String classPath, List<String> jvm, Path dataFolder, List<String> arguments) {
    return command(List.of("-cp", classPath, "app.durus.server.Main"), jvm, dataFolder, arguments);
  }

  private static ProcessBuilder command(
      List<String> program, List<String> jvm, Path dataFolder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvm);
    command.addAll(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DATA_DIR", dataFolder.toString());
    builder.environment().put("METRICS_PORT", "off");
    builder.environment().remove("DATABASE_URL");
    return builder;
  }

  /**
   * @param log of the process, told when it ends or does not serve within two minutes
   */
  public static void awaitServing(Process process, int port, Path log)
      throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(START_LIMIT);
    try (HttpClient client = Http.client()) {
      while (!serves(client, port)) {
        if (!process.isAlive() || Instant.now().isAfter(limit)) {
          throw new IllegalStateException("the product did not start:\n" + Files.readString(log));
        }
        Thread.sleep(20);
      }
    }
  }

  static boolean serves(HttpClient client, int port) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
                      .timeout(ANSWER_LIMIT)
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}

package app.durus.server.processes;

import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.HangGuard;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the packaged product as an operator does, and waits until it serves. */
public final class PackagedJar {

  public static final Path PATH =
      Path.of(System.getProperty("durus.jar", "target/salafi-durus.jar"));

  private PackagedJar() {}

  /**
   * A command of the jar on a data folder: with an embedded database and without metrics, until the
   * environment says otherwise.
   *
   * @param jvm options of the virtual machine
   */
  public static ProcessBuilder command(
      Path jar, List<String> jvm, Path dataFolder, List<String> arguments) {
    return command(List.of("-jar", jar.toString()), jvm, dataFolder, arguments);
  }

  /** The same for classes that are not packaged. */
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
   * Waits until it serves.
   *
   * @param log of the process; printed when it ends or does not serve
   * @throws IllegalStateException when the process ends
   */
  public static void awaitServing(Process process, int port, Path log) throws IOException {
    try (HttpClient client = Http.client()) {
      Eventually.get(
          "the product, which serves on port " + port,
          () -> {
            if (serves(client, port)) {
              return "";
            }
            String said = Files.readString(log);
            if (!process.isAlive()) {
              throw new IllegalStateException("the product did not start:\n" + said);
            }
            return "\n" + said;
          },
          String::isEmpty);
    }
  }

  public static boolean serves(HttpClient client, int port) {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
                      .timeout(HangGuard.LIMIT)
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the product", e);
    }
  }
}

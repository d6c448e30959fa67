package app.durus.proof.security;

import app.durus.server.covers.CoverStore;
import app.durus.server.covers.UnusablePicture;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.processes.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packaged product as {@code java -jar} starts it on a host of 1 GB: with a heap of 256 MiB, a
 * fresh data folder, the demo library, and no other option.
 */
final class HostileServer implements AutoCloseable {

  private final Path folder;
  private final Path log;
  private final int port;
  private final Process process;

  HostileServer(Path folder) throws IOException, InterruptedException {
    this(folder, Map.of());
  }

  /**
   * @param settings of the operator
   */
  HostileServer(Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    this.folder = folder;
    log = folder.resolve("server.log");
    port = Ports.free();
    ProcessBuilder builder =
        PackagedJar.command(
            PackagedJar.PATH,
            List.of("-Xmx256m"),
            folder.resolve("data"),
            List.of("serve", "--demo"));
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().putAll(settings);
    process = Processes.start(builder, log);
    PackagedJar.awaitServing(process, port, log);
  }

  int port() {
    return port;
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Gives the server a picture, as an import does. Returns the path of one of its sizes. */
  String addCover(byte[] picture) throws IOException, UnusablePicture {
    CoverStore covers = new CoverStore(folder.resolve("data/covers"));
    return "/covers/" + covers.add(picture) + "-" + CoverStore.EDGES_PIXELS.getFirst() + ".jpg";
  }

  /**
   * Runs a command of the operator beside the server.
   *
   * @return what it printed
   */
  String operate(String... arguments) throws IOException, InterruptedException {
    Process command =
        PackagedJar.command(PackagedJar.PATH, List.of(), folder.resolve("data"), List.of(arguments))
            .redirectErrorStream(true)
            .start();
    Processes.endWithProof(command);
    String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (command.waitFor() != 0) {
      throw new IOException(String.join(" ", arguments) + ": " + said);
    }
    return said;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long logLines() throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    }
  }

  /** The failures of its own that it logged from this line on. */
  List<String> errorsSince(long line) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines
          .skip(line)
          .filter(one -> one.contains(" ERROR ") || one.contains("OutOfMemoryError"))
          .limit(5)
          .toList();
    }
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}

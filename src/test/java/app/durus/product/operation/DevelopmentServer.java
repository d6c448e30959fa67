package app.durus.product.operation;

import app.durus.product.server.Product;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code npm run dev} as a developer runs it, a process of its own that ends with the test. */
final class DevelopmentServer implements AutoCloseable {

  /** The line that Vite prints as soon as it serves. It names the real address. */
  private static final Pattern SERVES = Pattern.compile("Local:\\s+(http://[^\\s/]+)/");

  /** Vite colours its output in some environments. */
  private static final Pattern COLOURS = Pattern.compile("\\u001B\\[[0-9;]*m");

  private final Process process;
  private final Path log;
  private final String url;

  private DevelopmentServer(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.url = awaitUrl();
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param log gets what it prints
   * @param product what it hands requests to
   * @throws AssertionError with its output, when it ends or serves nothing within minutes
   */
  static DevelopmentServer start(Path log, int port, Product product) throws IOException {
    Files.createFile(log);
    ProcessBuilder npm = new ProcessBuilder("npm", "run", "dev");
    npm.environment().put("PORT", Integer.toString(product.port()));
    npm.environment().put("DEV_PORT", Integer.toString(port));
    return new DevelopmentServer(Processes.start(npm, log), log);
  }

  /** Its address, without a path. */
  String url() {
    return url;
  }

  /** Its output so far. */
  String log() {
    try {
      return COLOURS.matcher(Files.readString(log)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String awaitUrl() {
    try {
      return Eventually.get(
          "the address that npm run dev prints",
          () -> {
            Matcher serves = SERVES.matcher(log());
            if (serves.find()) {
              return serves.group(1);
            }
            if (!process.isAlive()) {
              throw new AssertionError("npm run dev ended:\n" + log());
            }
            return null;
          });
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Ends npm, its shell and Vite. Vite is asked first, since npm does not always tell it. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    children.reversed().forEach(ProcessHandle::destroy);
    Processes.stop(process);
    children.forEach(child -> child.onExit().join());
  }
}

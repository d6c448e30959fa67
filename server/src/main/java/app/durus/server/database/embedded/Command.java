package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a program until it ends. */
final class Command {

  private Command() {}

  /**
   * @param output standard output and standard error
   */
  record Ended(int status, String output) {}

  /**
   * @throws StartupFailure when there is no such program
   */
  static Ended run(List<String> command) {
    return run(command, "", ProcessBuilder.Redirect.PIPE);
  }

  /**
   * @param input written to its standard input
   * @param output where both of its outputs go; redirected output is not returned
   * @throws StartupFailure when there is no such program
   */
  static Ended run(List<String> command, String input, ProcessBuilder.Redirect output) {
    try {
      Process process = builder(command).redirectOutput(output).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading its input. Its status and output tell why.
        return ended(process);
      }
      return ended(process);
    } catch (IOException e) {
      throw new StartupFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A process with English messages and without this process's environment, which may contain
   * passwords and variables of PostgreSQL.
   */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!Platform.isWindows()) {
      String path = System.getenv("PATH");
      builder.environment().clear();
      if (path != null) {
        builder.environment().put("PATH", path);
      }
      builder.directory(Path.of("/").toFile());
    }
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static Ended ended(Process process) throws IOException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Ended(process.waitFor(), output.strip());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while a program of PostgreSQL was running", e);
    }
  }
}

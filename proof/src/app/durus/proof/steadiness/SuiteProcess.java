package app.durus.proof.steadiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one suite's process to its end, with its output in a file. */
final class SuiteProcess {

  /** A limit for a process that hangs; a run that works takes far less. */
  private static final int HANG_MINUTES = 30;

  private final Path log;

  /**
   * @param log takes what the process prints
   */
  SuiteProcess(Path log) {
    this.log = log;
  }

  /**
   * Runs it in the project's folder.
   *
   * @return its exit status; empty output files show that it ended early
   * @throws IllegalStateException when it hangs
   */
  int run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    // Without this, its child processes would outlive an interrupted proof.
    Thread end = new Thread(() -> endAll(process));
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("hangs for " + HANG_MINUTES + " minutes");
      }
      return process.exitValue();
    } finally {
      endAll(process);
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static void endAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /** The last lines of what it printed. */
  String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}

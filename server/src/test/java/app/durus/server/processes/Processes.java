package app.durus.server.processes;

import app.durus.server.waiting.HangGuard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends processes that a proof started, at the latest when the proof itself ends, even if it is
 * killed.
 */
public final class Processes {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Processes::stop), "stop-processes"));
  }

  private Processes() {}

  /** Starts a process that does not outlive the proof; its output goes to the end of a file. */
  public static Process start(ProcessBuilder builder, Path log) throws IOException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    endWithProof(process);
    return process;
  }

  /** The same for a process with which the proof communicates, by its standard input and output. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    RUNNING.add(process);
    return process;
  }

  /** For a process that was started in another way. */
  public static void endWithProof(Process process) {
    RUNNING.add(process);
  }

  /** SIGKILL: the process finishes nothing. Waits until it has ended. */
  public static void kill(Process process) {
    process.destroyForcibly();
    await(process);
  }

  /**
   * Sends a signal that Java has no method for.
   *
   * @param name such as {@code STOP}
   */
  public static void signal(String name, List<ProcessHandle> processes) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Some of the processes may have ended by themselves meanwhile.
    if (!said.isBlank() && !said.contains("No such process")) {
      throw new IOException("kill -" + name + ": " + said);
    }
  }

  /** Waits for a process that was told to end. */
  static void awaitEnd(Process process) {
    if (!await(process)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }

  /** SIGTERM, and SIGKILL when the process does not end. */
  public static void stop(Process process) {
    process.destroy();
    if (!await(process)) {
      kill(process);
    }
  }

  private static boolean await(Process process) {
    try {
      boolean ended = process.waitFor(HangGuard.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (ended) {
        RUNNING.remove(process);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was ending", e);
    }
  }
}

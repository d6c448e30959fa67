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

/** Ends processes that a proof started: at the latest when it ends itself, however it ends. */
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

  /** The same for one that is talked to: by its standard input and output. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    RUNNING.add(process);
    return process;
  }

  /** For a process that was started otherwise. */
  public static void endWithProof(Process process) {
    RUNNING.add(process);
  }

  /** SIGKILL: nothing is finished, nothing is said. Waits until it is gone. */
  public static void kill(Process process) {
    process.destroyForcibly();
    await(process);
  }

  /**
   * Sends a signal that Java has no word for.
   *
   * @param name such as {@code STOP}
   */
  public static void signal(String name, List<ProcessHandle> processes) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Of many processes some may have ended by themselves meanwhile.
    if (!said.isBlank() && !said.contains("No such process")) {
      throw new IOException("kill -" + name + ": " + said);
    }
  }

  /** For one that was told to end. */
  static void awaitEnd(Process process) {
    if (!await(process)) {
      throw new IllegalStateException("process " + process.pid() + " does not end");
    }
  }

  /** SIGTERM, and SIGKILL to one that does not listen. */
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

package app.durus.product.browser;

import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a browser, as the operating system lists them. */
public final class BrowserProcesses {

  /** The CPU time of all processes together, in {@link #REST}, when the browser is idle. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private static final Duration REST = Duration.ofMillis(700);

  private final String profileArgument;

  /**
   * @param profile of the running browser
   */
  public BrowserProcesses(Path profile) {
    profileArgument = "--user-data-dir=" + profile.toAbsolutePath();
  }

  /** The pages and workers. */
  public List<ProcessHandle> renderers() {
    return all().stream()
        .filter(process -> arguments(process).contains("--type=renderer"))
        .toList();
  }

  /** SIGKILL to all of them; waits until they have ended. */
  void kill() {
    List<ProcessHandle> killed = all();
    killed.forEach(ProcessHandle::destroyForcibly);
    Eventually.get(
        "the end of the killed browser's processes",
        () -> killed.stream().filter(BrowserProcesses::runs).toList(),
        List::isEmpty);
  }

  /** Waits until they have used hardly any CPU time for a while. */
  void awaitAtRest() {
    long[] mark = {System.nanoTime(), processorNanos()};
    Eventually.isTrue(
        "a browser that does nothing",
        () -> {
          long now = System.nanoTime();
          long took = processorNanos();
          if (took - mark[1] > IDLE.toNanos()) {
            mark[0] = now;
            mark[1] = took;
          }
          return now - mark[0] > REST.toNanos();
        });
  }

  private long processorNanos() {
    return all().stream()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }

  private List<ProcessHandle> all() {
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process).contains(profileArgument))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct()
        .toList();
  }

  /** A process that ended, and whose parent has not waited for it, has no arguments any more. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && !arguments(process).isEmpty();
  }

  /**
   * From the kernel's own files: Chromium's children rewrite their arguments, in a form that Java
   * does not read.
   */
  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(
              Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return ""; // It ended meanwhile.
    }
  }
}

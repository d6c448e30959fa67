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

  /** Of all processes together, in {@link #REST}: what a browser that does nothing takes. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private static final Duration REST = Duration.ofMillis(700);

  private final String profileArgument;

  /**
   * @param profile of the browser, which runs
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

  /** SIGKILL to all of them; waits until they are gone. */
  void kill() {
    List<ProcessHandle> killed = all();
    killed.forEach(ProcessHandle::destroyForcibly);
    Eventually.get(
        "the end of the killed browser's processes",
        () -> killed.stream().filter(BrowserProcesses::runs).toList(),
        List::isEmpty);
  }

  /** Waits until they have taken hardly any of the processor's time for a while. */
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

  /** One that ended and was not waited for by its parent has no arguments any more. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && !arguments(process).isEmpty();
  }

  /**
   * As the kernel tells it: Chromium's children write theirs anew, in a form that Java does not
   * read.
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

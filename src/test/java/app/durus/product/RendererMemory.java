package app.durus.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a browser's pages and workers have in memory, as the operating system counts it. */
final class RendererMemory {

  private final String profileArgument;

  /**
   * @param profile of the browser, which runs
   */
  RendererMemory(Path profile) {
    profileArgument = "--user-data-dir=" + profile.toAbsolutePath();
  }

  /**
   * Proportional set size of all renderer processes: what each has alone, and its share of the
   * rest.
   */
  long kibibytes() {
    return renderers().stream().mapToLong(RendererMemory::proportional).sum();
  }

  private List<ProcessHandle> renderers() {
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process).contains(profileArgument))
        .filter(process -> !arguments(process).contains("--type="))
        .flatMap(ProcessHandle::descendants)
        .filter(process -> arguments(process).contains("--type=renderer"))
        .distinct()
        .toList();
  }

  private static String arguments(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static long proportional(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0; // It ended meanwhile.
    }
  }
}

package app.durus.bench.seek;

import app.durus.product.browser.BrowserProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a browser's pages and workers, as the operating system counts it. */
public final class RendererMemory {

  private final BrowserProcesses processes;

  /**
   * @param profile of the running browser
   */
  public RendererMemory(Path profile) {
    processes = new BrowserProcesses(profile);
  }

  /**
   * Proportional set size of all renderer processes: the memory that each has alone, and its share
   * of the rest.
   */
  public long kibibytes() {
    return processes.renderers().stream().mapToLong(RendererMemory::proportional).sum();
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

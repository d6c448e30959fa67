package app.durus.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** CPU time of a process and of its children, including those that ended. Linux only. */
public final class CpuTime {

  private static final double TICKS_PER_SECOND = 100;

  private CpuTime() {}

  /** Seconds since each started. */
  public static double ofTree(long pid) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
              .map(path -> path.getFileName().toString())
              .filter(name -> name.chars().allMatch(Character::isDigit))
              .mapToLong(name -> ticks(Long.parseLong(name), pid))
              .sum()
          / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new IllegalStateException("there is no /proc", e);
    }
  }

  /** Seconds since it started, without its children. */
  static double ofThisProcess() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1_000.0;
  }

  private static long ticks(long process, long root) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      if (process == root) {
        return own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
      }
      return Long.parseLong(fields[1]) == root ? own : 0;
    } catch (IOException ended) {
      // The process ended between listing and reading; its parent's time then includes its own.
      return 0;
    }
  }
}

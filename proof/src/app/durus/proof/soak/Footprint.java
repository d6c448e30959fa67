package app.durus.proof.soak;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The resources of a server process at one moment. Linux only.
 *
 * @param liveHeapMib the heap's use right after a full collection, in MiB
 * @param residentMib memory of the process that is in RAM, in MiB
 * @param threads of the process
 * @param files open file descriptors of the process, sockets among them
 * @param backends processes of the database
 */
record Footprint(
    double liveHeapMib, double residentMib, double threads, double files, double backends) {

  private static final double BYTES_PER_MIB = 1 << 20;
  private static final double KIB_PER_MIB = 1 << 10;
  private static final int JCMD_SECONDS = 60;

  static Footprint of(BenchServer server, BenchDatabase database)
      throws IOException, InterruptedException {
    collectGarbage(server.pid());
    Path process = Path.of("/proc", Long.toString(server.pid()));
    return new Footprint(
        server.metric("jvm_memory_used_bytes", "area=\"heap\"") / BYTES_PER_MIB,
        status(process, "VmRSS") / KIB_PER_MIB,
        status(process, "Threads"),
        openFiles(process),
        Double.parseDouble(database.ask("SELECT count(*) FROM pg_stat_activity")));
  }

  private static void collectGarbage(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
      throw new IllegalStateException("jcmd could not collect the server's garbage");
    }
  }

  private static double status(Path process, String name) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow();
  }

  private static double openFiles(Path process) throws IOException {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.count();
    }
  }
}

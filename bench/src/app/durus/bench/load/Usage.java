package app.durus.bench.load;

import static app.durus.bench.measure.Figures.text;

import java.io.IOException;

/**
 * The resources that a measurement used: CPU time of server, database and load, bytes that the
 * server allocated, transactions and the pushes in them. The difference of two of them, taken
 * before and after, is the usage in between.
 */
public record Usage(
    double serverCpuSeconds,
    double databaseCpuSeconds,
    double loadCpuSeconds,
    double allocatedBytes,
    double transactions,
    double pushes) {

  /** Until now. */
  public static Usage of(BenchServer server, BenchDatabase database) throws IOException {
    return new Usage(
        CpuTime.ofTree(server.pid()),
        database.cpuSeconds(),
        CpuTime.ofThisProcess(),
        server.metric("jvm_gc_memory_allocated_bytes_total"),
        server.metric("durus_ledger_batch_count"),
        server.metric("durus_ledger_batch_sum"));
  }

  public Usage since(Usage earlier) {
    return new Usage(
        serverCpuSeconds - earlier.serverCpuSeconds,
        databaseCpuSeconds - earlier.databaseCpuSeconds,
        loadCpuSeconds - earlier.loadCpuSeconds,
        allocatedBytes - earlier.allocatedBytes,
        transactions - earlier.transactions,
        pushes - earlier.pushes);
  }

  /**
   * For a report.
   *
   * @param each the unit of {@code count}, such as {@code per request}
   */
  public String processorTime(String each, double count) {
    return text(
        "CPU time %s: server %.1f µs, database %.1f µs, load generator %.1f µs",
        each,
        serverCpuSeconds / count * 1e6,
        databaseCpuSeconds / count * 1e6,
        loadCpuSeconds / count * 1e6);
  }

  /**
   * For a report. The server counts its allocations when its garbage collector runs, so the figure
   * needs some seconds of load.
   */
  public String allocation(String each, double count) {
    return text("%.1f kB allocated %s", allocatedBytes / count / 1_000, each);
  }

  public double pushesOfATransaction() {
    return pushes / transactions;
  }
}

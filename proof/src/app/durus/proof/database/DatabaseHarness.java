package app.durus.proof.database;

import app.durus.proof.crash.FaultHarness;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.run.DivergenceException;
import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The packaged server and its database. One of the database's faults is caused here, and the
 * server's answers are judged.
 */
abstract class DatabaseHarness implements FaultHarness, AutoCloseable {

  /** The faults of a database, or of the network to it. */
  enum Fault {
    KILLED,
    STOPPED,
    RESTARTED,
    /** Bytes on open connections are lost; new connections work. */
    FORGOTTEN,
    /** No byte arrives, on new connections neither. */
    SILENT,
    /** Each byte takes 200 ms in each direction. */
    SLOW,
    READONLY,
    /** Another instance holds a listener's lock and hangs. */
    STUCK,
    /** The database's disk is full. */
    FULL,
    /** Server and database start together; the database is ready some seconds later. */
    LATE,
    /**
     * The postmaster of the server's own database is killed; later all its processes are stopped.
     */
    EMBEDDED,
    /** The server gets SIGTERM while no byte arrives. */
    TERMINATED
  }

  /** How long a fault lasts: longer than each of the server's own limits. */
  static final Duration HELD = Duration.ofSeconds(8);

  /** The status of the server's answers while the database does not work. */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(15);

  /**
   * How long a device waits when it finds no server. Real devices wait longer. Without this pause
   * the proof's devices would keep the machine busy while the server starts.
   */
  private static final long NOBODY_THERE_MS = 250;

  /**
   * Netty's message for a connection that arrives while the server ends; it is no fault of a
   * database.
   */
  private static final String CAME_AT_THE_END = "Failed to register an accepted channel";

  private static final int LARGEST_RETRY_AFTER = 10;
  private static final String HEAP = "256m";

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong slowestMs = new AtomicLong();

  /**
   * Starts the server and the database of this fault.
   *
   * @param programs of Debian's PostgreSQL
   */
  static DatabaseHarness start(Fault fault, Path programs, Path folder) throws Exception {
    DatabaseHarness harness =
        fault == Fault.EMBEDDED
            ? EmbeddedDatabaseHarness.start(folder, HEAP)
            : ExternalDatabaseHarness.start(fault, programs, folder, HEAP);
    harness.tables().stock();
    harness.tables().installRevisionLog();
    return harness;
  }

  /** How often a round causes the fault. */
  int faultsARound() {
    return 1;
  }

  /** More figures of a run, beginning with a comma; empty for none. */
  String figures() {
    return "";
  }

  /** Whether the fault ends the server too, so that no request is answered. */
  abstract boolean takesServerAway();

  /** How many requests were answered. */
  int served() {
    return served.get();
  }

  /** How many requests were answered with 503. */
  int refused() {
    return refused.get();
  }

  /** The longest time that a request waited for its answer. */
  long slowestMs() {
    return slowestMs.get();
  }

  @Override
  public void answered(Duration took) {
    served.incrementAndGet();
    slowestMs.accumulateAndGet(took.toMillis(), Math::max);
  }

  @Override
  public void unanswered(UnansweredException how, Duration took)
      throws DivergenceException, InterruptedException {
    if (how.status() == 0 && takesServerAway()) {
      Pause.pace(NOBODY_THERE_MS);
      return;
    }
    refused.incrementAndGet();
    slowestMs.accumulateAndGet(took.toMillis(), Math::max);
    OptionalInt retryAfter = how.retryAfterSeconds();
    DivergenceException.unless(
        how.status() == 503
            && retryAfter.isPresent()
            && retryAfter.getAsInt() >= 1
            && retryAfter.getAsInt() <= LARGEST_RETRY_AFTER,
        "not 503 with Retry-After in seconds: " + how.getMessage());
    DivergenceException.unless(
        took.compareTo(SLOWEST_ANSWER) < 0, "answered after " + took + ": " + how.getMessage());
  }

  /** Whether the server reports that it is ready again. */
  void awaitHealth() throws InterruptedException {
    Eventually.isTrue("that /health says up", server()::healthy);
  }

  /** The failures that the server logged as unexpected. */
  List<String> stackTraces() throws IOException {
    return server().stackTracesInLog().stream()
        .filter(trace -> !takesServerAway() || !trace.contains(CAME_AT_THE_END))
        .toList();
  }

  @Override
  public abstract void close() throws IOException;
}

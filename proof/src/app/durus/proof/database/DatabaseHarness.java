package app.durus.proof.database;

import app.durus.proof.crash.FaultHarness;
import app.durus.proof.devices.HttpDevice;
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
 * The packaged server and its database, to which one of the database's faults is done. Judges the
 * server's answers.
 */
abstract class DatabaseHarness implements FaultHarness, AutoCloseable {

  /** What can happen to a database, or to the way to it. */
  enum Fault {
    KILLED,
    STOPPED,
    RESTARTED,
    /** What went over connections is swallowed; new ones work. */
    FORGOTTEN,
    /** Nothing comes through, on new connections neither. */
    SILENT,
    /** Each byte takes 200 ms in each direction. */
    SLOW,
    READONLY,
    /** Another instance holds a listener's lock and hangs. */
    STUCK,
    /** Nothing more can be written to the database's disk. */
    FULL,
    /** Server and database are started, the database some seconds later. */
    LATE,
    /** Of the server's own database the postmaster is killed; then all its processes stop. */
    EMBEDDED,
    /** The server is told to end while nothing comes through. */
    TERMINATED
  }

  /** How long a fault lasts: longer than each of the server's own limits. */
  static final Duration HELD = Duration.ofSeconds(8);

  /** Of the server's answers while the database does not work. */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(15);

  /**
   * How long a device waits that finds no server: real ones wait longer, and without it those of
   * the proof keep the machine busy while the server starts.
   */
  private static final long NOBODY_THERE_MS = 250;

  /** Netty's words for a connection that comes while the server ends; no fault of a database. */
  private static final String CAME_AT_THE_END = "Failed to register an accepted channel";

  private static final int LARGEST_RETRY_AFTER = 10;
  private static final String HEAP = "256m";

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong slowestMs = new AtomicLong();

  /**
   * Starts the server and the database that the fault is about.
   *
   * @param programs of Debian's PostgreSQL
   */
  static DatabaseHarness start(Fault fault, Path programs, Path folder) throws Exception {
    DatabaseHarness harness =
        fault == Fault.EMBEDDED
            ? EmbeddedDatabaseHarness.start(folder, HEAP)
            : ExternalDatabaseHarness.start(fault, programs, folder, HEAP);
    harness.tables().stock();
    harness.tables().installWitness();
    return harness;
  }

  /** How often the fault is done in a round. */
  int faultsARound() {
    return 1;
  }

  /** What else there is to tell of a run, beginning with a comma; empty for nothing. */
  String figures() {
    return "";
  }

  /** Whether the fault takes the server away too, so that nobody is there to answer. */
  abstract boolean takesServerAway();

  /** How many requests were answered. */
  int served() {
    return served.get();
  }

  /** How many requests were told to come back. */
  int refused() {
    return refused.get();
  }

  /** The longest that a request waited for its answer. */
  long slowestMs() {
    return slowestMs.get();
  }

  @Override
  public void answered(Duration took) {
    served.incrementAndGet();
    slowestMs.accumulateAndGet(took.toMillis(), Math::max);
  }

  @Override
  public void unanswered(HttpDevice.Unanswered how, Duration took)
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

  /** Whether the server tells that it is ready again. */
  void awaitHealth() throws InterruptedException {
    Eventually.isTrue("that /health says up", server()::healthy);
  }

  /** What the server logged as if it had not reckoned with a fault of the database. */
  List<String> stackTraces() throws IOException {
    return server().stackTracesInLog().stream()
        .filter(trace -> !takesServerAway() || !trace.contains(CAME_AT_THE_END))
        .toList();
  }

  @Override
  public abstract void close() throws IOException;
}

package app.durus.server.waiting;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that wait for no fact. They let a proof act at a random moment, or make it as slow as a
 * slow network. To wait for a fact use {@link Eventually}.
 */
public final class Pause {

  private Pause() {}

  /** A random pause below this length, before a kill or a cut. */
  public static void random(long mostMs, RandomGenerator random) throws InterruptedException {
    random(0, mostMs, random);
  }

  /** A random pause from {@code leastMs} to below {@code mostMs}. */
  public static void random(long leastMs, long mostMs, RandomGenerator random)
      throws InterruptedException {
    pace(random.nextLong(leastMs, mostMs));
  }

  /**
   * A fixed pause, between two pieces from a slow network, or between two samples of a measurement.
   */
  public static void pace(long ms) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(ms));
  }
}

package app.durus.server.waiting;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses after which nothing is expected to have happened: they make a proof do something at a
 * moment that nobody chose, or make it as slow as a slow network. Who waits for a fact uses {@link
 * Eventually}.
 */
public final class Pause {

  private Pause() {}

  /** Of random length below this: when to kill, when to cut. */
  public static void random(long mostMs, RandomGenerator random) throws InterruptedException {
    random(0, mostMs, random);
  }

  /** Of random length from {@code leastMs} to below {@code mostMs}. */
  public static void random(long leastMs, long mostMs, RandomGenerator random)
      throws InterruptedException {
    pace(random.nextLong(leastMs, mostMs));
  }

  /**
   * Of fixed length, between two pieces that a slow network brings, or between two samples of a
   * measurement.
   */
  public static void pace(long ms) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(ms));
  }
}

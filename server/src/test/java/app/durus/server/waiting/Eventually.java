package app.durus.server.waiting;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Waits for a fact by checking repeatedly. When the fact never comes true, the wait fails with a
 * description of the awaited fact and the last result.
 */
public final class Eventually {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Eventually() {}

  /** One check of the awaited fact. */
  @FunctionalInterface
  public interface Look<T, X extends Exception> {

    /** Returns the present result. */
    T look() throws X;
  }

  /**
   * Waits until a result exists.
   *
   * @param what is awaited, as a failure names it
   * @param look returns null while there is no result; an exception ends the wait
   * @throws AssertionError when the hang guard ends the wait
   */
  public static <T, X extends Exception> T get(String what, Look<T, X> look) throws X {
    return get(what, look, seen -> seen != null);
  }

  /**
   * Waits until a result fulfils a condition.
   *
   * @param what is awaited, as a failure names it
   * @param look an exception ends the wait
   * @param holds the condition
   * @throws AssertionError when the hang guard ends the wait
   */
  public static <T, X extends Exception> T get(
      String what, Look<T, X> look, Predicate<? super T> holds) throws X {
    long begun = System.nanoTime();
    while (true) {
      T seen = look.look();
      if (holds.test(seen)) {
        return seen;
      }
      if (System.nanoTime() - begun > HangGuard.LIMIT.toNanos()) {
        throw new AssertionError(
            "awaited for " + HangGuard.LIMIT + ": " + what + "; last seen: " + seen);
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while awaiting: " + what, e);
    }
  }

  /**
   * Waits until a condition is true.
   *
   * @param what is awaited, as a failure names it
   * @param look an exception ends the wait
   * @throws AssertionError when the hang guard ends the wait
   */
  public static <X extends Exception> void isTrue(String what, Look<Boolean, X> look) throws X {
    get(what, look, Boolean.TRUE::equals);
  }

  /**
   * Waits for a process to end.
   *
   * @param what the process is, as a failure names it
   * @return its status
   * @throws AssertionError when the hang guard ends the wait
   */
  public static int ended(String what, Process process) {
    isTrue("the end of " + what, () -> !process.isAlive());
    return process.exitValue();
  }
}

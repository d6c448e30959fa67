package app.durus.proof.steadiness;

import java.util.List;

/**
 * The outcome of a slice's run.
 *
 * @param passed number of tests that passed
 * @param skipped number of tests that did not run
 * @param failures one for each failed test, and one for a run that did not end normally
 */
record Outcome(int passed, int skipped, List<Failure> failures) {

  /**
   * @param test file and title, or class and method
   * @param message the first lines of its message
   */
  record Failure(String test, String message) {}

  static Outcome broken(String what, String message) {
    return new Outcome(0, 0, List.of(new Failure(what, message)));
  }
}

package app.durus.proof.steadiness;

import java.util.List;

/**
 * What a slice's run came to.
 *
 * @param passed number of tests that passed
 * @param skipped number of tests that did not run
 * @param failures one for each test that failed, or for a run that did not end as it should
 */
record Outcome(int passed, int skipped, List<Failure> failures) {

  /**
   * @param test file and title, or class and method
   * @param message the first lines of what it said
   */
  record Failure(String test, String message) {}

  static Outcome broken(String what, String message) {
    return new Outcome(0, 0, List.of(new Failure(what, message)));
  }
}

package app.durus.proof.security.crosssite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was expected of other sites' attempts, and what came otherwise. */
final class CrossSiteChecks {

  private final List<String> faults = new ArrayList<>();
  private int checks;
  private int sent;
  private int refused;

  void expect(String what, Object expected, Object actual) {
    checks++;
    if (!expected.equals(actual)) {
      faults.add(what + ": expected " + expected + ", was " + actual);
    }
  }

  void fault(String what) {
    faults.add(what);
  }

  /** A forged call left the browser, and the server answered it so. */
  void answered(String what, int expectedStatus, int status) {
    sent++;
    if (status == expectedStatus) {
      refused++;
    }
    expect(what + " is answered", expectedStatus, status);
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d forged calls sent, %d refused, %d checks, %d failed",
        sent,
        refused,
        checks,
        faults.size());
  }
}

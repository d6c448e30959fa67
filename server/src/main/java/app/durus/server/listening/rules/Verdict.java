package app.durus.server.listening.rules;

import java.util.UUID;

/** What became of one intent, judged after the whole push (R10). */
public sealed interface Verdict {

  /** It changed a register. */
  record Applied() implements Verdict {}

  /** This very intent holds the register. */
  record Duplicate() implements Verdict {}

  /**
   * A greater stamp holds the register.
   *
   * @param byDeviceId the device that carried the winner; another's is a conflict
   */
  record Superseded(UUID byDeviceId) implements Verdict {}

  /** Invalid for what it is, whatever the state (R7). */
  record Rejected(Reason reason) implements Verdict {}

  /** Its lecture, or its asset as one of that lecture, is not known here (R7). */
  record Unknown() implements Verdict {}

  /** Stamped further ahead of the database's clock than is tolerated (R8). */
  record ClockAhead() implements Verdict {}
}

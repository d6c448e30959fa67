package app.durus.server.listening.rules;

import java.util.UUID;

/** What the server decided on one intent, after the whole push (R10). */
public sealed interface Verdict {

  /** It changed the state. */
  record Applied() implements Verdict {}

  /** It holds the register already. */
  record Duplicate() implements Verdict {}

  /**
   * A greater one holds the register.
   *
   * @param byDeviceId the device that carried the winner; if it is another device, this is a
   *     conflict
   */
  record Superseded(UUID byDeviceId) implements Verdict {}

  /** It is invalid (R7.1). */
  record Rejected(Reason reason) implements Verdict {}

  /** The catalogue does not have its lecture, or not its asset for that lecture (R7.3). */
  record Unknown() implements Verdict {}

  /** Its stamp is further ahead of the database's clock than the tolerance (R8). */
  record ClockAhead() implements Verdict {}
}

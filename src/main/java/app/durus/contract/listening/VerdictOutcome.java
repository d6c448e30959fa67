package app.durus.contract.listening;

/** Judged after the whole push. The first four settle an outbox entry. */
public enum VerdictOutcome {
  /** It changed a register. */
  APPLIED,
  /** This very stamp holds the register. */
  DUPLICATE,
  /** A greater stamp holds the register. */
  SUPERSEDED,
  /** Invalid for what it is; kept in the device's journal. */
  REJECTED,
  /** The lecture or asset is not known here: offered again after the catalogue or epoch changed. */
  UNKNOWN,
  /**
   * Stamped further ahead of the database's clock than the tolerance (R8): corrected and resent.
   */
  CLOCK_AHEAD
}

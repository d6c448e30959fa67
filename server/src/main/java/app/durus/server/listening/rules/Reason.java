package app.durus.server.listening.rules;

/** The closed set of what can be wrong with an intent in itself (R7). */
public enum Reason {
  /** Not an object, a member missing, of the wrong type, or one that its type does not have. */
  MALFORMED,
  /** Its own id is not a UUID. */
  INVALID_ID,
  /** The lecture's or the asset's id is not a UUID. */
  INVALID_REFERENCE,
  UNKNOWN_TYPE,
  /** Negative, longer than any recording, or not a whole number. */
  INVALID_POSITION,
  /** Before the product existed, or not a time at all. */
  INVALID_TIME
}

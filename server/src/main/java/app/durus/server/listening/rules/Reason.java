package app.durus.server.listening.rules;

/** Why an intent is invalid (R7.1): a closed set. */
public enum Reason {
  /**
   * Not an object; or a member is missing, has the wrong JSON type, or does not belong to the
   * intent's type.
   */
  MALFORMED,
  /** The intent's id is not a UUID. */
  INVALID_ID,
  /** The lecture's or the asset's id is not a UUID. */
  INVALID_REFERENCE,
  UNKNOWN_TYPE,
  /** The position is negative, longer than any lecture, or not a whole number. */
  INVALID_POSITION,
  /** The time is before 2020, or not a time that a browser can represent. */
  INVALID_TIME
}

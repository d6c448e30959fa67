package app.durus.contract.listening;

/** The closed set of what can be wrong with an intent in itself (R7). */
public enum RejectionReason {
  /** Not an object, a member missing, of the wrong type, or one that its type does not have. */
  MALFORMED,
  /** {@code id} is not a UUID. */
  INVALID_ID,
  /** {@code lectureId} or {@code audioAssetId} is not a UUID. */
  INVALID_REFERENCE,
  UNKNOWN_TYPE,
  /** Negative, or longer than any recording (1,000 hours). */
  INVALID_POSITION,
  /** Before 2020-01-01, or not a time at all. */
  INVALID_TIME
}

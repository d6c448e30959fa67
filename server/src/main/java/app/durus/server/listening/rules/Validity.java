package app.durus.server.listening.rules;

import java.util.Optional;

/**
 * An intent is rejected for its content, never for the state, the catalogue or the clock (R7). So
 * the same intent gets the same answer today and in a year.
 */
public final class Validity {

  /** 1,000 hours, longer than any lecture. */
  public static final long MAX_POSITION_MS = 1_000L * 60 * 60 * 1_000;

  /** 2020-01-01T00:00Z. An earlier time comes from a device whose clock was never set. */
  public static final long MIN_OCCURRED_AT = 1_577_836_800_000L;

  /** The last millisecond that ECMAScript's {@code Date} can represent. */
  public static final long MAX_OCCURRED_AT = 8_640_000_000_000_000L;

  private Validity() {}

  /** Why the intent is invalid; empty for a valid one. */
  public static Optional<Reason> objection(Intent intent) {
    long occurredAt = intent.stamp().occurredAt();
    if (occurredAt < MIN_OCCURRED_AT || occurredAt > MAX_OCCURRED_AT) {
      return Optional.of(Reason.INVALID_TIME);
    }
    return intent.type().members().stream()
        .filter(member -> !isValid(member, intent))
        .findFirst()
        .map(RegisterField::invalid);
  }

  private static <T> boolean isValid(RegisterField<?, T> member, Intent intent) {
    return member.isValid().test(intent.get(member));
  }
}

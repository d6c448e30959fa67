package app.durus.proof.oracle;

import app.durus.proof.oracle.ListenerAction.Register;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The state of a lecture that every device and the server should have. Plain values, so that states
 * from different sources can be compared.
 *
 * @param registers without those that no intent wrote
 * @param firstCompletedAt null when never completed
 */
public record ExpectedState(Map<Register, Held> registers, Long firstCompletedAt) {

  public static final ExpectedState NOTHING = of(register -> null, null);

  /**
   * @param held what holds each register; null where no intent wrote it
   */
  public static ExpectedState of(Function<Register, Held> held, Long firstCompletedAt) {
    Map<Register, Held> registers = new EnumMap<>(Register.class);
    for (Register register : Register.values()) {
      Held holder = held.apply(register);
      if (holder != null) {
        registers.put(register, holder);
      }
    }
    return new ExpectedState(Collections.unmodifiableMap(registers), firstCompletedAt);
  }

  /**
   * The intent whose value a register has.
   *
   * @param value {@code 1000 <asset>}, {@code true} or {@code false}
   */
  public record Held(String value, long occurredAt, String intentId, String deviceId) {

    /** Compares without the device that carried it. */
    public boolean isSameIntent(Held other) {
      return other != null
          && value.equals(other.value)
          && occurredAt == other.occurredAt
          && intentId.equals(other.intentId);
    }
  }

  /** What the listener sees. */
  public record Seen(long resumePositionMs, boolean completed) {}

  /** Null when no intent wrote it. */
  public Held register(Register register) {
    return registers.get(register);
  }

  public Held position() {
    return register(Register.POSITION);
  }

  public Held completion() {
    return register(Register.COMPLETION);
  }
}

package app.durus.proof.oracle;

import java.util.UUID;

/**
 * A listener's action, in types of the proofs' own: the contents of an intent on the wire, without
 * the device that carries it. It may be invalid.
 *
 * @param occurredAt milliseconds since 1970, by a clock that may be wrong
 * @param positionMs used only by {@link Kind#PROGRESS}
 * @param assetId null except for {@link Kind#PROGRESS}
 */
public record ListenerAction(
    UUID id, Kind kind, UUID lectureId, long occurredAt, long positionMs, UUID assetId) {

  /** The registers that the proofs know. This list is separate from the product's. */
  public enum Register {
    POSITION("position", null),
    COMPLETION("completion", "completed"),
    FAVORITE("favorite", "favorite");

    private final String member;
    private final String valueMember;

    Register(String member, String valueMember) {
      this.member = member;
      this.valueMember = valueMember;
    }

    /** Its member in a lecture's state on the wire. */
    public String member() {
      return member;
    }

    /** The boolean member within it; null for the position. */
    public String valueMember() {
      return valueMember;
    }
  }

  public enum Kind {
    PROGRESS(Register.POSITION, false),
    COMPLETED(Register.COMPLETION, true),
    REOPENED(Register.COMPLETION, false),
    FAVORITED(Register.FAVORITE, true),
    UNFAVORITED(Register.FAVORITE, false);

    private final Register register;
    private final boolean on;

    Kind(Register register, boolean on) {
      this.register = register;
      this.on = on;
    }

    public Register register() {
      return register;
    }

    /** The boolean value that it gives a register. */
    public boolean isOn() {
      return on;
    }
  }

  public static ListenerAction progress(
      UUID id, UUID lectureId, long occurredAt, long positionMs, UUID assetId) {
    return new ListenerAction(id, Kind.PROGRESS, lectureId, occurredAt, positionMs, assetId);
  }

  public static ListenerAction of(UUID id, Kind kind, UUID lectureId, long occurredAt) {
    return new ListenerAction(id, kind, lectureId, occurredAt, 0, null);
  }

  /** The action that gave a register this value. */
  public static ListenerAction of(Register register, ExpectedState.Held held, UUID lectureId) {
    UUID id = UUID.fromString(held.intentId());
    if (register == Register.POSITION) {
      String[] positionAndAsset = held.value().split(" ");
      return progress(
          id,
          lectureId,
          held.occurredAt(),
          Long.parseLong(positionAndAsset[0]),
          UUID.fromString(positionAndAsset[1]));
    }
    boolean on = held.value().equals("true");
    for (Kind kind : Kind.values()) {
      if (kind.register() == register && kind.isOn() == on) {
        return of(id, kind, lectureId, held.occurredAt());
      }
    }
    throw new IllegalStateException("no action sets " + register + " to " + on);
  }

  /** The register that it writes. */
  public Register register() {
    return kind.register();
  }
}

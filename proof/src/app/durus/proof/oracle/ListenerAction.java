package app.durus.proof.oracle;

import java.util.UUID;

/**
 * What a listener did, in types of the proofs' own: the contents of an intent on the wire, without
 * the device that carries it. It may be invalid.
 *
 * @param occurredAt milliseconds since 1970, by a clock that may be wrong
 * @param positionMs only meant for {@link Kind#PROGRESS}
 * @param assetId null but for {@link Kind#PROGRESS}
 */
public record ListenerAction(
    UUID id, Kind kind, UUID lectureId, long occurredAt, long positionMs, UUID assetId) {

  public enum Kind {
    PROGRESS,
    COMPLETED,
    REOPENED,
    FAVORITED,
    UNFAVORITED
  }

  public static ListenerAction progress(
      UUID id, UUID lectureId, long occurredAt, long positionMs, UUID assetId) {
    return new ListenerAction(id, Kind.PROGRESS, lectureId, occurredAt, positionMs, assetId);
  }

  public static ListenerAction of(UUID id, Kind kind, UUID lectureId, long occurredAt) {
    return new ListenerAction(id, kind, lectureId, occurredAt, 0, null);
  }

  /** The action that made a register hold this. */
  public static ListenerAction of(Register register, ExpectedState.Held held, UUID lectureId) {
    UUID id = UUID.fromString(held.intentId());
    boolean on = held.value().equals("true");
    return switch (register) {
      case POSITION -> {
        String[] positionAndAsset = held.value().split(" ");
        yield progress(
            id,
            lectureId,
            held.occurredAt(),
            Long.parseLong(positionAndAsset[0]),
            UUID.fromString(positionAndAsset[1]));
      }
      case COMPLETION -> of(id, on ? Kind.COMPLETED : Kind.REOPENED, lectureId, held.occurredAt());
      case FAVORITE -> of(id, on ? Kind.FAVORITED : Kind.UNFAVORITED, lectureId, held.occurredAt());
    };
  }

  /** The register that it writes. */
  public Register register() {
    return switch (kind) {
      case PROGRESS -> Register.POSITION;
      case COMPLETED, REOPENED -> Register.COMPLETION;
      case FAVORITED, UNFAVORITED -> Register.FAVORITE;
    };
  }

  public enum Register {
    POSITION,
    COMPLETION,
    FAVORITE
  }
}

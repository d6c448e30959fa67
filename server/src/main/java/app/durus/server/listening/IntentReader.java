package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Stamp;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Reads one intent from the wire (R7, R10). Members that are not known here are ignored, so that a
 * newer device can talk to an older server; a member that is null counts as missing.
 */
final class IntentReader {

  private enum Type {
    PROGRESS,
    COMPLETED,
    REOPENED,
    FAVORITED,
    UNFAVORITED
  }

  private IntentReader() {}

  /**
   * @param deviceId the device that carries it
   */
  static ReadIntent read(JsonNode node, UUID deviceId) {
    String idAsSent = echo(node.path("id"));
    try {
      return new ReadIntent.Readable(idAsSent, readIntent(node, deviceId));
    } catch (Unreadable unreadable) {
      return new ReadIntent.Unreadable(idAsSent, unreadable.reason);
    }
  }

  private static Intent readIntent(JsonNode node, UUID deviceId) throws Unreadable {
    UUID id = id(node, "id", Reason.INVALID_ID);
    Type type = type(node);
    UUID lectureId = id(node, "lectureId", Reason.INVALID_REFERENCE);
    Stamp stamp = new Stamp(whole(node, "occurredAt", Reason.INVALID_TIME), id);
    if (type != Type.PROGRESS
        && (node.hasNonNull("positionMs") || node.hasNonNull("audioAssetId"))) {
      throw new Unreadable(Reason.MALFORMED);
    }
    return switch (type) {
      case PROGRESS ->
          new Intent.Progress(
              lectureId,
              stamp,
              deviceId,
              whole(node, "positionMs", Reason.INVALID_POSITION),
              id(node, "audioAssetId", Reason.INVALID_REFERENCE));
      case COMPLETED -> new Intent.Completed(lectureId, stamp, deviceId);
      case REOPENED -> new Intent.Reopened(lectureId, stamp, deviceId);
      case FAVORITED -> new Intent.Favorited(lectureId, stamp, deviceId);
      case UNFAVORITED -> new Intent.Unfavorited(lectureId, stamp, deviceId);
    };
  }

  /** Asked before anything else that a type of the future may not have. */
  private static Type type(JsonNode node) throws Unreadable {
    String name = text(node, "type");
    for (Type type : Type.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new Unreadable(Reason.UNKNOWN_TYPE);
  }

  private static String text(JsonNode node, String member) throws Unreadable {
    JsonNode value = node.path(member);
    if (!value.isTextual()) {
      throw new Unreadable(Reason.MALFORMED);
    }
    return value.textValue();
  }

  private static UUID id(JsonNode node, String member, Reason otherwise) throws Unreadable {
    return WireIds.read(text(node, member)).orElseThrow(() -> new Unreadable(otherwise));
  }

  /** A JSON number without fraction or exponent, within 64 bits. */
  private static long whole(JsonNode node, String member, Reason otherwise) throws Unreadable {
    JsonNode value = node.path(member);
    if (!value.isNumber()) {
      throw new Unreadable(Reason.MALFORMED);
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new Unreadable(otherwise);
    }
    return value.longValue();
  }

  /** A string with half a surrogate pair cannot be written back as UTF-8: it is not echoed. */
  private static String echo(JsonNode id) {
    return id.isTextual() && StandardCharsets.UTF_8.newEncoder().canEncode(id.textValue())
        ? id.textValue()
        : null;
  }

  private static final class Unreadable extends Exception {

    private final Reason reason;

    Unreadable(Reason reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }
  }
}

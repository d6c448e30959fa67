package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.IntentType;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.RegisterField;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.Stamp;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads one intent from the wire (R7, R10). Members that are not known here are ignored, so that a
 * newer device can talk to an older server; a member that is null counts as missing.
 */
final class IntentReader {

  /** The members that only some types of intents have. */
  private static final Set<RegisterField<?, ?>> ALL_MEMBERS =
      RegisterTypes.INTENTS.stream()
          .flatMap(type -> type.members().stream())
          .collect(Collectors.toUnmodifiableSet());

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
    IntentType type = type(node);
    UUID lectureId = id(node, "lectureId", Reason.INVALID_REFERENCE);
    Stamp stamp = new Stamp(whole(node, "occurredAt", Reason.INVALID_TIME), id);
    for (RegisterField<?, ?> member : ALL_MEMBERS) {
      if (node.hasNonNull(member.member()) && !type.members().contains(member)) {
        throw new Unreadable(Reason.MALFORMED);
      }
    }
    Object[] values = new Object[type.members().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(node, type.members().get(i));
    }
    return type.intent(lectureId, stamp, deviceId, values);
  }

  /** Read before all members that a type of the future may not have. */
  private static IntentType type(JsonNode node) throws Unreadable {
    String name = text(node, "type");
    for (IntentType type : RegisterTypes.INTENTS) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new Unreadable(Reason.UNKNOWN_TYPE);
  }

  private static Object value(JsonNode node, RegisterField<?, ?> member) throws Unreadable {
    if (member.type() == Long.class) {
      return whole(node, member.member(), member.invalid());
    }
    if (member.type() == UUID.class) {
      return id(node, member.member(), member.invalid());
    }
    JsonNode value = node.path(member.member());
    if (!value.isBoolean()) {
      throw new Unreadable(Reason.MALFORMED);
    }
    return value.booleanValue();
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

package app.durus.server.listening;

import app.durus.server.errors.RequestError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads a sync request from the wire. A malformed envelope, too many intents (R14) or another
 * listener's outbox (R16) refuse the whole request. A malformed intent is rejected by itself (R10).
 * Unknown members are ignored.
 */
final class SyncRequestReader {

  static final int MAX_INTENTS = 500;

  private SyncRequestReader() {}

  /**
   * @throws RequestError when the whole request is refused
   */
  static ReadRequest read(UUID sessionListenerId, JsonNode request) {
    if (request == null || !request.isObject()) {
      throw RequestError.invalid("request must be an object");
    }
    UUID listenerId = id(request, "listenerId");
    if (!listenerId.equals(sessionListenerId)) {
      throw RequestError.wrongListener("listenerId is not the listener who is signed in");
    }
    UUID deviceId = id(request, "deviceId");
    ChangeCursor since = new ChangeCursor(cursor(request), epoch(request));
    ReadRequest.Delivery delivery =
        new ReadRequest.Delivery(
            observed(request, "deviceTime"),
            observed(request, "attempt"),
            observed(request, "pending"));
    return new ReadRequest(
        listenerId, deviceId, since, delivery, intents(request.path("intents"), deviceId));
  }

  private static List<ReadIntent> intents(JsonNode intents, UUID deviceId) {
    if (!intents.isArray()) {
      throw RequestError.invalid("intents must be an array");
    }
    if (intents.size() > MAX_INTENTS) {
      throw RequestError.tooLarge("more than " + MAX_INTENTS + " intents");
    }
    List<ReadIntent> read = new ArrayList<>(intents.size());
    for (JsonNode intent : intents) {
      read.add(IntentReader.read(intent, deviceId));
    }
    return read;
  }

  private static UUID id(JsonNode request, String member) {
    JsonNode value = request.path(member);
    if (!value.isTextual()) {
      throw RequestError.invalid(member + " must be a UUID");
    }
    return WireIds.read(value.textValue())
        .orElseThrow(() -> RequestError.invalid(member + " must be a UUID"));
  }

  private static long cursor(JsonNode request) {
    JsonNode value = request.path("cursor");
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw RequestError.invalid("cursor must be a whole number from 0");
    }
    return value.longValue();
  }

  /**
   * Any string is an epoch. An epoch other than the present one makes the pages begin at zero
   * (R13.2).
   */
  private static String epoch(JsonNode request) {
    JsonNode value = request.path("epoch");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw RequestError.invalid("epoch must be a string or null");
    }
    return value.textValue();
  }

  /** Nothing is decided by these members, so a device may leave them out. */
  private static long observed(JsonNode request, String member) {
    JsonNode value = request.path(member);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw RequestError.invalid(member + " must be a whole number");
    }
    return value.longValue();
  }
}

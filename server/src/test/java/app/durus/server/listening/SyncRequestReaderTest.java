package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.durus.contract.listening.IntentType;
import app.durus.contract.listening.RejectionReason;
import app.durus.server.errors.RequestError;
import app.durus.server.http.ErrorStatus;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Stamp;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyncRequestReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID LISTENER = UUID.fromString("0199f000-0000-7000-8000-000000000001");
  private static final UUID DEVICE = UUID.fromString("0199f000-0000-7000-8000-000000000002");
  private static final UUID INTENT = UUID.fromString("0199f000-0000-7000-8000-000000000003");
  private static final UUID LECTURE = UUID.fromString("0199f000-0000-7000-8000-000000000004");
  private static final UUID ASSET = UUID.fromString("0199f000-0000-7000-8000-000000000005");

  @Test
  @DisplayName("R14: a well-formed request is read, and unknown members are ignored")
  void aRequestIsRead() {
    ObjectNode request = request();
    request.put("future", "member");
    ObjectNode intent = progress();
    intent.putObject("future");
    request.withArray("intents").add(intent);

    ReadRequest read = SyncRequestReader.read(LISTENER, request);

    assertThat(read.since()).isEqualTo(new ChangeCursor(7, "epoch"));
    assertThat(read.delivery()).isEqualTo(new ReadRequest.Delivery(1_767_225_600_001L, 2, 3));
    assertThat(read.intents())
        .containsExactly(
            new ReadIntent.Readable(
                INTENT.toString(),
                Intents.progress(
                    LECTURE, new Stamp(1_767_225_600_000L, INTENT), DEVICE, 60_000, ASSET)));
  }

  @ParameterizedTest
  @EnumSource(IntentType.class)
  @DisplayName("R14: every type of the contract is read as itself")
  void everyTypeOfTheContractIsRead(IntentType type) {
    ObjectNode intent = type == IntentType.PROGRESS ? progress() : favorited();
    intent.put("type", type.name());

    assertThat(read(intent)).isInstanceOf(ReadIntent.Readable.class);
    assertThat(((ReadIntent.Readable) read(intent)).intent().type().name()).isEqualTo(type.name());
  }

  @Test
  @DisplayName("R10: the contract names exactly the reasons that the rules have")
  void theContractNamesAllReasons() {
    assertThat(Arrays.stream(RejectionReason.values()).map(Enum::name))
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Enum::name).toList());
  }

  @ParameterizedTest(name = "{0} = {1}: {2}")
  @DisplayName("R7, R10: reasons to reject one intent")
  @CsvSource(
      delimiter = '|',
      nullValues = "missing",
      value = {
        "id           | missing  | MALFORMED",
        "id           | null     | MALFORMED",
        "id           | 5        | MALFORMED",
        "id           | \"x\"    | INVALID_ID",
        "id           | \"1-1-1-1-1\" | INVALID_ID",
        "id           | \"\\ud800\" | INVALID_ID",
        "type         | missing  | MALFORMED",
        "type         | 1        | MALFORMED",
        "type         | \"progress\" | UNKNOWN_TYPE",
        "type         | \"RATED\" | UNKNOWN_TYPE",
        "type         | \"FAVORITED\" | MALFORMED",
        "lectureId    | missing  | MALFORMED",
        "lectureId    | {}       | MALFORMED",
        "lectureId    | \"'; DROP TABLE listening_state; --\" | INVALID_REFERENCE",
        "audioAssetId | missing  | MALFORMED",
        "audioAssetId | \"x\"    | INVALID_REFERENCE",
        "occurredAt   | missing  | MALFORMED",
        "occurredAt   | \"1767225600000\" | MALFORMED",
        "occurredAt   | 1767225600000.5 | INVALID_TIME",
        "occurredAt   | 1e300    | INVALID_TIME",
        "occurredAt   | 99999999999999999999 | INVALID_TIME",
        "positionMs   | missing  | MALFORMED",
        "positionMs   | null     | MALFORMED",
        "positionMs   | true     | MALFORMED",
        "positionMs   | 1.5      | INVALID_POSITION",
        "positionMs   | -99999999999999999999 | INVALID_POSITION"
      })
  void malformedIntentsAreRejectedWithTheirReason(String member, String value, Reason reason) {
    ObjectNode intent = progress();
    if (value == null) {
      intent.remove(member);
    } else {
      intent.set(member, json(value));
    }

    assertThat(read(intent))
        .isInstanceOfSatisfying(
            ReadIntent.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @DisplayName("R10: an intent that is not an object is malformed")
  @CsvSource(
      quoteCharacter = '`',
      value = {"null", "5", "\"x\"", "[]"})
  void anIntentThatIsNoObjectIsMalformed(String value) {
    assertThat(read(json(value))).isEqualTo(new ReadIntent.Unreadable(null, Reason.MALFORMED));
  }

  @Test
  @DisplayName("R10: the id is echoed as sent, unless it is not valid UTF-8")
  void idsAreEchoedAsSent() {
    ObjectNode upper = favorited();
    upper.put("id", INTENT.toString().toUpperCase(Locale.ROOT));
    ObjectNode half = favorited();
    half.put("id", "\ud800");

    assertThat(read(upper).idAsSent()).isEqualTo(upper.get("id").textValue());
    assertThat(read(upper)).isInstanceOf(ReadIntent.Readable.class);
    assertThat(read(half).idAsSent()).isNull();
  }

  @Test
  @DisplayName("R7: a position on a type that has none is malformed, null is no position")
  void aFavoriteHasNoPosition() {
    assertThat(read(favorited().putNull("positionMs"))).isInstanceOf(ReadIntent.Readable.class);
    assertThat(read(favorited().put("audioAssetId", ASSET.toString())))
        .isEqualTo(new ReadIntent.Unreadable(INTENT.toString(), Reason.MALFORMED));
  }

  @ParameterizedTest(name = "{0} = {1}: {2}")
  @DisplayName("R14, R16: reasons to refuse a whole request")
  @CsvSource(
      delimiter = '|',
      nullValues = "missing",
      value = {
        "listenerId | missing | 400",
        "listenerId | 5       | 400",
        "listenerId | \"x\"   | 400",
        "listenerId | \"0199f000-0000-7000-8000-000000000009\" | 409",
        "deviceId   | missing | 400",
        "deviceId   | \"x\"   | 400",
        "cursor     | missing | 400",
        "cursor     | -1      | 400",
        "cursor     | 1.5     | 400",
        "cursor     | 99999999999999999999 | 400",
        "cursor     | \"1\"   | 400",
        "epoch      | 5       | 400",
        "deviceTime | \"now\" | 400",
        "attempt    | 0.5     | 400",
        "pending    | []      | 400",
        "intents    | missing | 400",
        "intents    | {}      | 400",
        "intents    | null    | 400"
      })
  void invalidRequestsAreRefused(String member, String value, int status) {
    ObjectNode request = request();
    if (value == null) {
      request.remove(member);
    } else {
      request.set(member, json(value));
    }

    assertThat(statusOf(request)).isEqualTo(status);
  }

  @Test
  @DisplayName("R14: a request that is not an object is refused")
  void aRequestMustBeAnObject() {
    assertThat(statusOf(null)).isEqualTo(400);
    assertThat(statusOf(json("[]"))).isEqualTo(400);
    assertThat(statusOf(json("null"))).isEqualTo(400);
  }

  @Test
  @DisplayName("R14: members for metrics may be missing, and so may the epoch")
  void observationsMayBeMissing() {
    ObjectNode request = request();
    request.remove("deviceTime");
    request.remove("attempt");
    request.putNull("pending");
    request.putNull("epoch");

    ReadRequest read = SyncRequestReader.read(LISTENER, request);

    assertThat(read.delivery()).isEqualTo(new ReadRequest.Delivery(0, 0, 0));
    assertThat(read.since()).isEqualTo(new ChangeCursor(7, null));
  }

  @Test
  @DisplayName("R14: 500 intents are accepted, 501 are refused")
  void theLimitOfIntentsIsExact() {
    ObjectNode request = request();
    ArrayNode intents = request.withArray("intents");
    for (int i = 0; i < 500; i++) {
      intents.add(favorited());
    }
    assertThat(SyncRequestReader.read(LISTENER, request).intents()).hasSize(500);

    intents.add(favorited());
    assertThat(statusOf(request)).isEqualTo(413);
  }

  private static int statusOf(JsonNode request) {
    return ErrorStatus.of(
        catchThrowableOfType(RequestError.class, () -> SyncRequestReader.read(LISTENER, request))
            .kind());
  }

  private static ReadIntent read(JsonNode intent) {
    ObjectNode request = request();
    request.withArray("intents").add(intent);
    return SyncRequestReader.read(LISTENER, request).intents().getFirst();
  }

  private static ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("listenerId", LISTENER.toString());
    request.put("deviceId", DEVICE.toString());
    request.put("cursor", 7);
    request.put("epoch", "epoch");
    request.put("deviceTime", 1_767_225_600_001L);
    request.put("attempt", 2);
    request.put("pending", 3);
    request.putArray("intents");
    return request;
  }

  private static ObjectNode favorited() {
    ObjectNode intent = JSON.createObjectNode();
    intent.put("id", INTENT.toString());
    intent.put("type", "FAVORITED");
    intent.put("lectureId", LECTURE.toString());
    intent.put("occurredAt", 1_767_225_600_000L);
    return intent;
  }

  private static ObjectNode progress() {
    ObjectNode intent = favorited();
    intent.put("type", "PROGRESS");
    intent.put("positionMs", 60_000);
    intent.put("audioAssetId", ASSET.toString());
    return intent;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

package app.durus.server.hilla;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads and writes the JSON of endpoints. Reading is bounded and strict: one value, no duplicate
 * members, no {@code NaN}. Writing keeps nulls as Hilla does; its client turns them into undefined.
 */
final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(64)
                          .maxNameLength(256)
                          .maxStringLength(RequestBody.MAX_SIZE_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * @param body an empty body counts as an object without members, as in Hilla
   * @throws Refusal with 400 when the body is not one JSON object
   */
  static JsonNode readObject(Buffer body) {
    try {
      JsonNode value =
          body.length() == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body.getBytes());
      if (value.isObject()) {
        return value;
      }
    } catch (IOException e) {
      throw new Refusal(400, "The body is not valid JSON.");
    }
    throw new Refusal(400, "The body must be a JSON object with one member per parameter.");
  }

  static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not writable as JSON", e);
    }
  }
}

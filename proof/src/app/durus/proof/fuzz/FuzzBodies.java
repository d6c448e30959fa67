package app.durus.proof.fuzz;

import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.server.Listener;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Malformed JSON of many kinds. Every intent that can be read names a lecture that does not exist,
 * so it is never applied.
 */
final class FuzzBodies {

  private static final ListenerAction.Kind[] KINDS = ListenerAction.Kind.values();

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1",
          "1.0",
          "1.5",
          "1e3",
          "1E400",
          "-1e-400",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "8640000000000001",
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          "01",
          "0x10",
          "1e999999999",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[{}]",
          "{\"\":{}}",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"' OR 1=1; DROP TABLE listener; --\"",
          "\"$1\"",
          "\"%s%n\"",
          "\"../../etc/passwd\"",
          "\"1-1-1-1-1\"",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"",
          "\"FAVORITED\"",
          "\"progress\"",
          "\"\\u202e\\ufeff\"",
          "'single'",
          "undefined",
          "",
          "\"unterminated",
          "\"\u0001\"",
          "\"\\x41\"",
          "\"\\u12\"",
          "/* comment */ 1",
          "\"2026-01-01T00:00:00Z\"",
          "1_000");

  private static final List<String> ENVELOPE =
      List.of(
          "listenerId",
          "deviceId",
          "cursor",
          "epoch",
          "deviceTime",
          "attempt",
          "pending",
          "intents");

  private static final List<String> INTENT =
      List.of("id", "type", "lectureId", "occurredAt", "positionMs", "audioAssetId");

  private final SplittableRandom random;
  private final Listener listener;

  FuzzBodies(SplittableRandom random, Listener listener) {
    this.random = random;
    this.listener = listener;
  }

  /** A request whose envelope has one wrong member. */
  String brokenEnvelope() {
    return sync(any(ENVELOPE), value(), listener.listenerId().toString(), intents(1));
  }

  /** A valid envelope with wrong intents. */
  String brokenIntents() {
    int count = random.nextInt(20) == 0 ? random.nextInt(450, 520) : random.nextInt(6);
    return sync(null, null, listener.listenerId().toString(), intents(count));
  }

  /** A valid request with another listener's id (R16). */
  String foreign(Listener other) {
    return sync(null, null, other.listenerId().toString(), intents(2));
  }

  String deep() {
    int depth = random.nextInt(5) == 0 ? 120_000 : random.nextInt(20, 3_000);
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "{\"request\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      case 2 -> "{\"a\":".repeat(depth / 3);
      default -> sync("intents", "[".repeat(depth) + "]".repeat(depth), null, "[]");
    };
  }

  String hugeNumber() {
    String digits = "9".repeat(random.nextInt(20, 100_000));
    String number =
        switch (random.nextInt(4)) {
          case 0 -> digits;
          case 1 -> "-" + digits;
          case 2 -> "0." + digits;
          default -> "1e" + digits;
        };
    return sync(any(ENVELOPE), number, listener.listenerId().toString(), "[]");
  }

  /** A body larger than the limit of 256 KiB. */
  String oversized() {
    int sizeBytes = 256 * 1024 + (random.nextInt(3) == 0 ? 1 : random.nextInt(2_000_000));
    return "{\"request\":\"" + "a".repeat(sizeBytes) + "\"}";
  }

  /** A valid body with some wrong bytes. */
  byte[] damaged(byte[] whole) {
    byte[] bytes = whole.clone();
    int hits = 1 + random.nextInt(6);
    for (int i = 0; i < hits && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(3) == 0 && bytes.length > 1) {
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return bytes;
  }

  /** An object with one wrong member, for the small endpoints. */
  String parameters(String... names) {
    StringBuilder body = new StringBuilder("{");
    for (String name : names) {
      body.append(body.length() > 1 ? "," : "").append('"').append(name).append("\":");
      body.append(value());
    }
    return body.append(random.nextInt(20) == 0 ? "" : "}").toString();
  }

  String value() {
    return random.nextInt(12) == 0
        ? "\"" + "\\u0627".repeat(random.nextInt(1, 4_000)) + "\""
        : any(VALUES);
  }

  private String intents(int count) {
    StringBuilder intents = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      intents.append(i == 0 ? "" : ",").append(random.nextInt(8) == 0 ? value() : intent());
    }
    return intents.append("]").toString();
  }

  private String intent() {
    String broken = any(INTENT);
    StringBuilder intent = new StringBuilder("{");
    for (String name : INTENT) {
      String value =
          switch (name) {
            case "id" -> "\"" + new java.util.UUID(random.nextLong(), random.nextLong()) + "\"";
            case "type" -> "\"" + KINDS[random.nextInt(KINDS.length)] + "\"";
            case "lectureId" -> "\"" + TestCatalogue.UNKNOWN_LECTURE + "\"";
            case "occurredAt" -> "1767225600000";
            case "positionMs" -> "1000";
            default -> "\"" + TestCatalogue.UNKNOWN_ASSET + "\"";
          };
      if (!name.equals(broken) || random.nextInt(4) != 0) {
        intent.append(intent.length() > 1 ? "," : "").append('"').append(name).append("\":");
        intent.append(name.equals(broken) ? wellFormedValue() : value);
      }
    }
    return intent.append("}").toString();
  }

  /**
   * Most values are valid JSON, so that mostly only the intent is refused and not the whole request
   * (R10).
   */
  private String wellFormedValue() {
    return random.nextInt(10) == 0 ? value() : any(VALUES.subList(0, 17));
  }

  private String sync(String wrong, String value, String listenerId, String intents) {
    StringBuilder body = new StringBuilder("{\"request\":{");
    for (String name : ENVELOPE) {
      String right =
          switch (name) {
            case "listenerId" -> "\"" + listenerId + "\"";
            case "deviceId" -> "\"" + TestCatalogue.id(0xDD, 1) + "\"";
            case "intents" -> intents;
            case "epoch" -> "null";
            default -> "0";
          };
      body.append(name.equals("listenerId") ? "" : ",").append('"').append(name).append("\":");
      body.append(name.equals(wrong) ? value : right);
    }
    return body.append("}}").toString();
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}

package app.durus.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import app.durus.proof.fuzz.FuzzRequest.Manner;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.server.Listener;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes requests that must be refused or change nothing, for every route of the server. */
final class FuzzRequests {

  private static final String SYNC = "/connect/ListeningEndpoint/sync";

  private final SplittableRandom random;
  private final Listener listener;
  private final Listener other;
  private final List<String> recordings;
  private final FuzzBodies bodies;

  /**
   * @param recordings paths of existing audio files
   */
  FuzzRequests(long seed, Listener listener, Listener other, List<String> recordings) {
    this.random = new SplittableRandom(seed);
    this.listener = listener;
    this.other = other;
    this.recordings = recordings;
    this.bodies = new FuzzBodies(random, listener);
  }

  FuzzRequest next() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> json("a broken envelope", SYNC, bodies.brokenEnvelope());
      case 4, 5, 6 -> json("broken intents", SYNC, bodies.brokenIntents());
      case 7, 8, 9 -> damaged();
      case 10 -> json("deep nesting", SYNC, bodies.deep());
      case 11 -> json("a huge number", SYNC, bodies.hugeNumber());
      case 12 -> random.nextInt(8) == 0 ? oversized() : json("a value", SYNC, bodies.value());
      case 13 -> foreign();
      case 14 -> contentType();
      case 15, 16 -> path();
      case 17 -> cookie();
      case 18, 19 -> header();
      case 20 ->
          json("a cursor", "/connect/CatalogueEndpoint/changes", bodies.parameters("cursor"));
      case 21 -> account();
      case 22 -> recording();
      default -> incomplete();
    };
  }

  private FuzzRequest json(String kind, String path, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return new FuzzRequest(
        kind, post(path, "Content-Length: " + bytes.length), bytes, Manner.AT_ONCE, 0);
  }

  private FuzzRequest damaged() {
    byte[] body = bodies.damaged(bodies.brokenIntents().getBytes(UTF_8));
    return new FuzzRequest(
        "damaged bytes", post(SYNC, "Content-Length: " + body.length), body, Manner.AT_ONCE, 0);
  }

  private FuzzRequest oversized() {
    byte[] body = bodies.oversized().getBytes(UTF_8);
    if (random.nextBoolean()) {
      return new FuzzRequest(
          "oversized", post(SYNC, "Content-Length: " + body.length), body, Manner.AT_ONCE, 413);
    }
    byte[] chunked =
        (Integer.toHexString(body.length) + "\r\n" + new String(body, UTF_8) + "\r\n0\r\n\r\n")
            .getBytes(UTF_8);
    return new FuzzRequest(
        "oversized, chunked",
        post(SYNC, "Transfer-Encoding: chunked"),
        chunked,
        Manner.AT_ONCE,
        413);
  }

  private FuzzRequest foreign() {
    byte[] body =
        String.format(
                Locale.ROOT,
                "{\"request\":{\"listenerId\":\"%s\",\"deviceId\":\"%s\",\"cursor\":0,\"intents\":[{"
                    + "\"id\":\"%s\",\"type\":\"FAVORITED\",\"lectureId\":\"%s\","
                    + "\"occurredAt\":1767225600000}]}}",
                other.listenerId(),
                TestCatalogue.id(0xDD, 1),
                TestCatalogue.id(0xDE, 1),
                TestCatalogue.LECTURES.getFirst().lectureId())
            .getBytes(UTF_8);
    return new FuzzRequest(
        "R16: another's listenerId",
        post(SYNC, "Content-Length: " + body.length),
        body,
        Manner.AT_ONCE,
        409);
  }

  private FuzzRequest contentType() {
    byte[] body = bodies.brokenIntents().getBytes(UTF_8);
    String head =
        "POST "
            + SYNC
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + session()
            + "Content-Type: "
            + any(FuzzCorpus.CONTENT_TYPES)
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return new FuzzRequest("a content type", bytes(head), body, Manner.AT_ONCE, 0);
  }

  private FuzzRequest path() {
    String path =
        random.nextInt(40) == 0 ? "/" + "a".repeat(random.nextInt(20_000)) : any(FuzzCorpus.PATHS);
    String head =
        any(FuzzCorpus.METHODS)
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n";
    return new FuzzRequest("a method and a path", bytes(head), bytes("{}"), Manner.AT_ONCE, 0);
  }

  private FuzzRequest cookie() {
    byte[] body = bodies.brokenIntents().getBytes(UTF_8);
    String path = random.nextBoolean() ? SYNC : account(any(List.of("session", "signOut", "x")));
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: "
            + any(FuzzCorpus.COOKIES)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return new FuzzRequest("a cookie", bytes(head), body, Manner.AT_ONCE, 0);
  }

  private FuzzRequest header() {
    String head =
        (random.nextBoolean() ? "POST " + SYNC : any(FuzzCorpus.METHODS) + " /")
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\n"
            + session()
            + any(FuzzCorpus.HEADERS)
            + "\r\n\r\n";
    return new FuzzRequest("a header", bytes(head), bytes("{}"), Manner.BROKEN_OFF, 0);
  }

  /**
   * Passwords are too short, so that no account is made. Few requests sign in, because hashing is
   * expensive.
   */
  private FuzzRequest account() {
    if (random.nextInt(30) == 0) {
      return json("signing in", account("signIn"), bodies.parameters("name", "password"));
    }
    String body =
        random.nextBoolean()
            ? "{\"name\":" + bodies.value() + ",\"password\":\"short\"}"
            : "{\"name\":\"Somebody\",\"password\":\"long enough, but \\ud800\"}";
    return json("signing up", account("signUp"), body);
  }

  private String account(String method) {
    return "/connect/AccountEndpoint/" + method;
  }

  private FuzzRequest recording() {
    String head =
        any(List.of("GET ", "HEAD ", "POST "))
            + any(recordings)
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRange: "
            + any(FuzzCorpus.RANGES)
            + "\r\n\r\n";
    return new FuzzRequest("a range", bytes(head), new byte[0], Manner.AT_ONCE, 0);
  }

  /** A body that never arrives whole. */
  private FuzzRequest incomplete() {
    byte[] body = bodies.brokenIntents().getBytes(UTF_8);
    int missing = 1 + random.nextInt(100_000);
    byte[] head = post(SYNC, "Content-Length: " + (body.length + missing));
    return switch (random.nextInt(40)) {
      case 0 ->
          new FuzzRequest(
              "a slow body", post(SYNC, "Content-Length: " + body.length), body, Manner.SLOWLY, 0);
      case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ->
          new FuzzRequest("a dropped body", head, body, Manner.DROPPED, 0);
      default -> new FuzzRequest("a truncated body", head, body, Manner.BROKEN_OFF, 0);
    };
  }

  private byte[] post(String path, String lengthHeader) {
    return bytes(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\n"
            + session()
            + lengthHeader
            + "\r\n\r\n");
  }

  private String session() {
    return "Cookie: durus_session=" + listener.sessionToken() + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}

package app.durus.proof.security;

import app.durus.proof.fuzz.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many concurrent requests with wrong contents to accounts and audio. None may be answered with
 * 5xx.
 */
final class AccountFuzz {

  private static final int AT_ONCE = 8;

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "[]",
          "{}",
          "[[]]",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"' OR 1=1; --\"",
          "\"%s%n\"",
          "\"../../etc/passwd\"",
          "\"\\u202e\"",
          "NaN",
          "undefined",
          "",
          "\"unterminated",
          "'x'",
          "9223372036854775808",
          "\"" + "x".repeat(3_000) + "\"",
          "\"" + "\\u0627".repeat(600) + "\"",
          "\"short\"");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW");

  private static final List<String> HEADERS =
      List.of(
          "Range: bytes=0-",
          "Range: bytes=-0",
          "Range: bytes=5-2",
          "Range: bytes=a-b",
          "Range: bytes=0-0,2-3",
          "Range: bytes=99999999999999999999-",
          "Range: \u00ff",
          "If-Range: x",
          "If-None-Match: \"",
          "If-None-Match: W/\"x\", *",
          "Expect: 100-continue",
          "Accept-Encoding: br;q=abc,,gzip",
          "Origin: null",
          "Origin: http://[",
          "Sec-Fetch-Site: \u00ff",
          "X-Forwarded-For: ,,;\u00ff",
          "X-Forwarded-Host: a:b:c",
          "X-Forwarded-Proto: gopher",
          "Forwarded: for=\"[::1",
          "Forwarded: ;;,,for=;host=\"\\",
          "Upgrade: websocket\r\nConnection: Upgrade",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: %%%",
          "Cookie: durus_session=\u00ff",
          "Cookie: ;;;=",
          "X: " + "x".repeat(6_000));

  private final HostileServer server;
  private final List<String> recordings;
  private final Member member;
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  /**
   * @param member whose session some of them carry
   */
  AccountFuzz(HostileServer server, List<String> recordings, Member member) {
    this.server = server;
    this.recordings = recordings;
    this.member = member;
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  /** The same requests for the same seed. */
  String run(long seed, int count) {
    AtomicInteger left = new AtomicInteger(count);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        SplittableRandom random = new SplittableRandom(seed * AT_ONCE + i);
        threads.execute(
            () -> {
              while (left.getAndDecrement() > 0) {
                send(random.nextInt(3) == 0 ? audio(random) : account(random));
              }
            });
      }
    }
    return String.format(
        Locale.ROOT,
        "%d requests, answers by status %s (0: connection closed), %d faults",
        count,
        statuses,
        faults.size());
  }

  private void send(String request) {
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(request.getBytes(StandardCharsets.ISO_8859_1));
      connection.endOutput();
      int status = connection.status();
      synchronized (statuses) {
        statuses.merge(status, 1, Integer::sum);
      }
      if (status >= 500) {
        faults.add(status + " to " + shown(request));
      }
    } catch (IOException e) {
      faults.add(e + " to " + shown(request));
    }
  }

  private static String shown(String request) {
    return request.substring(0, Math.min(600, request.length())).replace("\r\n", " | ");
  }

  private String account(SplittableRandom random) {
    String method = any(random, List.of("signUp", "signIn", "signOut", "session", "x"));
    // A valid name and password would make an account, or take the time of a hash.
    String body = "{\"name\":" + any(random, VALUES) + ",\"password\":" + any(random, VALUES) + "}";
    if (random.nextInt(4) == 0) {
      body = body.substring(0, random.nextInt(body.length()));
    }
    // signOut gets no session: it would end the one that the next requests use.
    String session =
        random.nextBoolean() && !method.equals("signOut")
            ? "Cookie: durus_session=" + member.token() + "\r\n"
            : "";
    return head(random, "POST /connect/AccountEndpoint/" + method)
        + session
        + "Content-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private String audio(SplittableRandom random) {
    String path = any(random, recordings);
    if (random.nextInt(4) == 0) {
      int cut = random.nextInt(path.length());
      path = path.substring(0, cut) + any(random, List.of("", "%", "..", "%00", "/", "\u00e4"));
    }
    return head(random, any(random, METHODS) + " " + (path.isEmpty() ? "/" : path)) + "\r\n";
  }

  private static String head(SplittableRandom random, String line) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + (random.nextInt(3) == 0 ? any(random, HEADERS) + "\r\n" : "");
  }

  private static String any(SplittableRandom random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}

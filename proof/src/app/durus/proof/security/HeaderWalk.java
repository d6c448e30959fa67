package app.durus.proof.security;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Checks the headers of each kind of answer, failures included, over HTTP/1.1 and HTTP/2. */
final class HeaderWalk {

  private static final List<String> ALWAYS =
      List.of(
          "content-security-policy",
          "x-content-type-options",
          "referrer-policy",
          "cross-origin-opener-policy",
          "permissions-policy");

  private record Check(String method, String path, int status, String... headers) {}

  private final HostileServer server;
  private final List<String> faults = new ArrayList<>();
  private int checks;

  HeaderWalk(HostileServer server) {
    this.server = server;
  }

  List<String> faults() {
    return faults;
  }

  int checks() {
    return checks;
  }

  void walk(String recording) throws IOException, InterruptedException {
    String missing = "/audio/" + "0".repeat(64) + ".mp3";
    List<Check> all =
        List.of(
            new Check("GET", "/", 200),
            new Check("GET", "/health", 200),
            new Check("GET", "/sw.js", 200),
            new Check("GET", "/?v-r=i18n&langtag=en", 200),
            new Check("GET", "/no-such-file.js", 404),
            new Check("POST", "/", 405),
            new Check("GET", recording, 200),
            new Check("GET", recording + ".json", 200),
            new Check("GET", recording, 206, "Range", "bytes=0-9"),
            new Check("GET", recording, 416, "Range", "bytes=99999999999-"),
            new Check("DELETE", recording, 405),
            new Check("GET", missing, 404),
            new Check("GET", "/covers/none", 404),
            new Check("GET", "/export", 401),
            new Check("GET", "/connect/AccountEndpoint/session", 405),
            new Check("POST", "/connect/AccountEndpoint/session", 415),
            new Check("POST", "/connect/No/such", 404, "Content-Type", "application/json"),
            new Check(
                "POST", "/connect/ListeningEndpoint/sync", 401, "Content-Type", "application/json"),
            new Check(
                "POST",
                "/connect/AccountEndpoint/session",
                403,
                "Content-Type",
                "application/json",
                "Sec-Fetch-Site",
                "cross-site"),
            new Check(
                "POST",
                "/connect/AccountEndpoint/session",
                200,
                "Content-Type",
                "application/json"),
            new Check(
                "POST",
                "/connect/AccountEndpoint/signIn",
                400,
                "Content-Type",
                "application/json"));
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
        for (Check one : all) {
          look(client, one);
        }
      }
    }
  }

  private void look(HttpClient client, Check check) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at(check.path()))
            .method(check.method(), HttpRequest.BodyPublishers.noBody());
    if (check.headers().length > 0) {
      request.headers(check.headers());
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    String what = answer.version() + " " + check.method() + " " + check.path();
    expect(what, answer.statusCode() == check.status(), "got " + answer.statusCode());
    for (String name : ALWAYS) {
      expect(what, answer.headers().firstValue(name).isPresent(), "has no " + name);
    }
    if (answer.statusCode() >= 400) {
      String kept = answer.headers().firstValue("cache-control").orElse("");
      expect(what, !kept.contains("public") && !kept.contains("max-age"), "may be kept: " + kept);
    }
    expect(
        what,
        answer.headers().firstValue("access-control-allow-origin").isEmpty(),
        "is open to other sites");
  }

  private void expect(String what, boolean holds, String otherwise) {
    checks++;
    if (!holds) {
      faults.add(what + " " + otherwise);
    }
  }
}

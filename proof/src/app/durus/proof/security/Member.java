package app.durus.proof.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** A listener who signed up, or somebody without a session. Calls endpoints with any cookie. */
record Member(HostileServer server, HttpClient client, String listenerId, String token) {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String PASSWORD = "a long password 123";

  /** Somebody without a session. */
  static Member nobody(HostileServer server, HttpClient client) {
    return new Member(server, client, new UUID(0, 0).toString(), "");
  }

  static Member signUp(HostileServer server, HttpClient client, String name)
      throws IOException, InterruptedException {
    return nobody(server, client).sign("signUp", name);
  }

  /** Signs up or in, in the browser that has this one's cookie. */
  Member sign(String method, String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        call(
            "AccountEndpoint/" + method,
            JSON.createObjectNode().put("name", name).put("password", PASSWORD).toString());
    if (answer.statusCode() != 200) {
      throw new IOException(method + ": " + answer.statusCode() + " " + answer.body());
    }
    JsonNode account = JSON.readTree(answer.body()).get("account");
    if (account.isNull()) {
      throw new IOException(method + ": " + answer.body());
    }
    String cookie =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(one -> one.startsWith("durus_session="))
            .findFirst()
            .orElse("");
    return new Member(
        server,
        client,
        account.get("listenerId").asText(),
        cookie.replaceFirst("durus_session=", "").split(";", 2)[0]);
  }

  /** The same person with another cookie. */
  Member withToken(String other) {
    return new Member(server, client, listenerId, other);
  }

  HttpResponse<String> call(String method, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.at("/connect/" + method))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Cookie", "durus_session=" + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The status of a GET with this one's cookie. */
  int get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.at(path));
    if (!token.isEmpty()) {
      request.header("Cookie", "durus_session=" + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Tries to sign up or in. Returns the answer's outcome. */
  String outcome(String method, String name, String password, String invitation)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("name", name).put("password", password);
    if (!invitation.isEmpty()) {
      body.put("invitation", invitation);
    }
    HttpResponse<String> answer = call("AccountEndpoint/" + method, body.toString());
    return JSON.readTree(answer.body()).path("outcome").asText("status " + answer.statusCode());
  }

  /** A push of one favorite, or a pull when there is no lecture. */
  HttpResponse<String> sync(String asListener, long cursor, List<String> favorites)
      throws IOException, InterruptedException {
    return call("ListeningEndpoint/sync", syncBody(asListener, cursor, favorites));
  }

  static String syncBody(String asListener, long cursor, List<String> favorites) {
    ObjectNode request =
        JSON.createObjectNode()
            .put("listenerId", asListener)
            .put("deviceId", UUID.randomUUID().toString())
            .put("cursor", cursor)
            .put("deviceTime", System.currentTimeMillis())
            .put("attempt", 0)
            .put("pending", favorites.size());
    var intents = request.putArray("intents");
    for (String lecture : favorites) {
      intents
          .addObject()
          .put("id", UUID.randomUUID().toString())
          .put("type", "FAVORITED")
          .put("lectureId", lecture)
          .put("occurredAt", System.currentTimeMillis());
    }
    return JSON.createObjectNode().set("request", request).toString();
  }

  List<String> lectures() throws IOException, InterruptedException {
    return JSON.readTree(catalogue()).get("lectures").findValuesAsText("id");
  }

  /** Paths of recordings and their manifests. */
  List<String> recordings() throws IOException, InterruptedException {
    return JSON.readTree(catalogue()).get("assets").findValuesAsText("url").stream()
        .flatMap(url -> List.of("/" + url, "/" + url + ".json").stream())
        .toList();
  }

  private String catalogue() throws IOException, InterruptedException {
    return call("CatalogueEndpoint/changes", "{\"cursor\":0}").body();
  }
}

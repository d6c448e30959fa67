package app.durus.proof.upgrade;

import app.durus.server.processes.Http;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** One listener's device at a running server. */
final class ServedStates implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = Http.client();
  private final int port;
  private String session;
  private String listenerId;

  ServedStates(int port) {
    this.port = port;
  }

  /** Continues a session that a former version made. */
  void continueSession(String token, UUID listener) {
    session = "durus_session=" + token;
    listenerId = listener.toString();
  }

  /**
   * @param how {@code signUp} or {@code signIn}
   */
  void sign(String how, String name, String password) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("name", name).put("password", password);
    HttpResponse<String> answer = call("AccountEndpoint/" + how, body);
    listenerId = JSON.readTree(answer.body()).at("/account/listenerId").textValue();
    session =
        answer.headers().allValues("Set-Cookie").stream()
            .map(cookie -> cookie.split(";")[0])
            .filter(cookie -> cookie.startsWith("durus_session="))
            .findFirst()
            .orElseThrow(() -> new AssertionError(how + " was refused: " + answer.body()));
  }

  /** The catalogue's rows. */
  JsonNode catalogue() throws IOException, InterruptedException {
    return JSON.readTree(
        call("CatalogueEndpoint/changes", JSON.createObjectNode().put("cursor", 0)).body());
  }

  /** Pushes intents, if there are any, and pulls all states. */
  JsonNode sync(ObjectNode... intents) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode request =
        body.putObject("request")
            .put("listenerId", listenerId)
            .put("deviceId", new UUID(8, 8).toString())
            .put("cursor", 0)
            .putNull("epoch")
            .put("deviceTime", System.currentTimeMillis())
            .put("attempt", 0)
            .put("pending", 0);
    var list = request.putArray("intents");
    for (ObjectNode intent : intents) {
      list.add(intent);
    }
    HttpResponse<String> answer = call("ListeningEndpoint/sync", body);
    if (answer.statusCode() != 200) {
      throw new AssertionError("sync: " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** All states of the listener, by lecture. */
  Map<String, JsonNode> states() throws IOException, InterruptedException {
    Map<String, JsonNode> states = new TreeMap<>();
    for (JsonNode state : sync().get("states")) {
      states.put(state.get("lectureId").textValue(), state);
    }
    return states;
  }

  private HttpResponse<String> call(String method, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/connect/" + method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    if (session != null) {
      request.header("Cookie", session);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}

package app.durus.proof.devices;

import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import app.durus.server.waiting.HangGuard;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/** Sends one listener's pushes over HTTP. */
final class SyncClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final Supplier<URI> servers;
  private final Listener listener;

  /**
   * @param servers returns the server of the next request
   */
  SyncClient(HttpClient client, Supplier<URI> servers, Listener listener) {
    this.client = client;
    this.servers = servers;
    this.listener = listener;
  }

  /**
   * Sends one push, and returns its answer.
   *
   * @param body the whole body of the request
   */
  JsonNode send(ObjectNode body)
      throws DivergenceException, UnansweredException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(servers.get().resolve("/connect/ListeningEndpoint/sync"))
            .timeout(HangGuard.LIMIT)
            .header("Content-Type", "application/json")
            .header("Cookie", "durus_session=" + listener.sessionToken())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UnansweredException("no answer: " + e, e);
    }
    if (response.statusCode() >= 500) {
      throw new UnansweredException(response);
    }
    DivergenceException.unless(
        response.statusCode() == 200,
        response.statusCode() + " " + response.body() + " to " + body);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new DivergenceException("not JSON: " + response.body());
    }
  }
}

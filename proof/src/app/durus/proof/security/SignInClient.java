package app.durus.proof.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Signs up and in from one address of the loopback network. The server counts each address as a
 * network of its own.
 */
final class SignInClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final HttpClient client;

  /**
   * @param address in 127.0.0.0/8
   * @param executor for all clients together
   */
  SignInClient(URI server, String address, ExecutorService executor) throws IOException {
    this.server = URI.create("http://127.0.0.1:" + server.getPort());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.getByName(address))
            .executor(executor)
            .build();
  }

  /**
   * The answer to an attempt.
   *
   * @param outcome of the contract; empty unless the status is 200
   * @param cookies that the browser would keep, by name
   */
  record Answer(int status, String outcome, Map<String, String> cookies) {

    boolean signedIn() {
      return outcome.equals("SIGNED_IN");
    }
  }

  Answer sign(String upOrIn, String name, String password, Optional<String> deviceCookie)
      throws IOException, InterruptedException {
    return answer(
        client.send(
            request(upOrIn, name, password, deviceCookie), HttpResponse.BodyHandlers.ofString()));
  }

  CompletableFuture<Integer> guess(String name, String password) {
    return client
        .sendAsync(
            request("signIn", name, password, Optional.empty()),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private HttpRequest request(
      String upOrIn, String name, String password, Optional<String> deviceCookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/connect/AccountEndpoint/" + upOrIn))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.createObjectNode()
                        .put("name", name)
                        .put("password", password)
                        .toString()));
    deviceCookie.ifPresent(cookie -> request.header("Cookie", "durus_device=" + cookie));
    return request.build();
  }

  private static Answer answer(HttpResponse<String> response) throws IOException {
    JsonNode body = JSON.readTree(response.body());
    Map<String, String> cookies = new java.util.HashMap<>();
    for (String cookie : response.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    return new Answer(response.statusCode(), body.path("outcome").asText(""), cookies);
  }

  @Override
  public void close() {
    client.close();
  }
}

package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 13, row 9: audio is served the same by each protocol. */
class AudioProtocolsTest extends AudioProtocolsFixture {

  @ParameterizedTest
  @EnumSource
  void theWholeFileArrivesByteForByte(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Answer answer = client.get(address);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(bytes);
      assertThat(answer.header("Content-Type")).isEqualTo("audio/mpeg");
      assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
      assertThat(answer.header("ETag")).isEqualTo(tag);
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    }
  }

  @Test
  @DisplayName("a client that upgrades to HTTP/2 gets the whole file too")
  void javasClientGetsTheWholeFile() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + address);
      HttpResponse<byte[]> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRangeArrivesExactly(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      assertThat(range(client, "0-1")).isEqualTo(Arrays.copyOfRange(bytes, 0, 2));
      assertThat(range(client, "7-7")).isEqualTo(Arrays.copyOfRange(bytes, 7, 8));
      assertThat(range(client, "1048576-2097151"))
          .isEqualTo(Arrays.copyOfRange(bytes, 1_048_576, 2_097_152));
      assertThat(range(client, "-500"))
          .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 500, bytes.length));
    }
  }

  private static byte[] range(ProtocolClient client, String range) {
    Answer answer = client.get(address, "Range", "bytes=" + range, "If-Range", tag);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).endsWith("/" + bytes.length);
    assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(answer.body().length));
    return answer.body();
  }

  @ParameterizedTest
  @EnumSource
  void conditionalRequestsAreAnsweredAlike(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Answer head = client.ask(HttpMethod.HEAD, address, "Range", "bytes=0-1");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));

      Answer known = client.get(address, "If-None-Match", tag);
      assertThat(known.status()).isEqualTo(304);
      assertThat(known.body()).isEmpty();
      assertThat(known.header("ETag")).isEqualTo(tag);

      Answer other = client.get(address, "Range", "bytes=0-1", "If-Range", "\"other\"");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theManifestArrives(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Answer answer = client.get(address + ".json");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"chunkSha256\":[");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an error cannot be cached and has no entity tag of the audio")
  void refusalsCannotBeCached(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      assertNotKept(client.get("/audio/" + "0".repeat(64) + ".mp3"), 404);
      assertNotKept(client.get("/audio/" + "0".repeat(64) + ".mp3.json"), 404);
      assertNotKept(client.get("/audio/none"), 404);
      assertNotKept(client.ask(HttpMethod.DELETE, address), 405);
      Answer beyond = client.get(address, "Range", "bytes=" + bytes.length + "-");
      assertNotKept(beyond, 416);
      assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + bytes.length);
    }
  }

  private static void assertNotKept(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("ETag")).isNull();
    assertThat(answer.header("Content-Type")).isNull();
  }
}

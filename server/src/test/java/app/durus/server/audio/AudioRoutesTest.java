package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the bytes on the socket, without a client library. */
class AudioRoutesTest {

  @TempDir static Path folder;
  private static Vertx vertx;
  private static HttpServer server;
  private static byte[] bytes;
  private static String sha256;
  private static String address;
  private static String smallSha256;
  private static String smallAddress;

  @BeforeAll
  static void aServerWithOneRecording() throws Exception {
    vertx = Vertx.vertx();
    AudioStore store = new AudioStore(folder.resolve("audio"));
    Path source = TestAudio.write(folder.resolve("a.mp3"), TestAudio.mp3(1, 13_000));
    Files.writeString(folder.resolve("secret.mp3"), "secret");
    bytes = Files.readAllBytes(source);
    var recording = (AudioFile.Playable) AudioFile.inspect(source, AudioFormat.MP3);
    store.add(source, recording);
    sha256 = recording.sha256();
    address = "/audio/" + sha256 + ".mp3";
    Path small = TestAudio.write(folder.resolve("small.mp3"), TestAudio.mp3(2, 50));
    var ofOneChunk = (AudioFile.Playable) AudioFile.inspect(small, AudioFormat.MP3);
    store.add(small, ofOneChunk);
    smallSha256 = ofOneChunk.sha256();
    smallAddress = "/audio/" + smallSha256 + ".mp3";
    Router router = Router.router(vertx);
    new AudioRoutes(store, AudioObserver.NONE).mount(router);
    router.route().handler(context -> context.end("the app's page"));
    server = vertx.createHttpServer().requestHandler(router).listen(0).await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void theWholeFileIsSentByteForByteAndIsImmutable() throws Exception {
    Answer answer = ask("GET", address);
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.body).isEqualTo(bytes);
    assertThat(answer.headers)
        .containsEntry("content-type", "audio/mpeg")
        .containsEntry("content-length", Integer.toString(bytes.length))
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("etag", "\"" + sha256 + "\"")
        .containsEntry("cache-control", "public, max-age=31536000, immutable");
  }

  @ParameterizedTest
  @DisplayName("RFC 9110, 15.3.7: a single range is answered with exactly its bytes")
  @CsvSource({
    "0-1, 0, 1",
    "0-, 0, -1",
    "-500, -500, -1",
    "1048576-2097151, 1048576, 2097151",
    "2000000-99999999, 2000000, -1",
    "7-7, 7, 7"
  })
  void aRangeIsSentExactly(String range, int first, int last) throws Exception {
    int from = first < 0 ? bytes.length + first : first;
    int to = last < 0 ? bytes.length + last : last;
    Answer answer = ask("GET", address, "Range: bytes=" + range);
    assertThat(answer.status).isEqualTo(206);
    assertThat(answer.body).isEqualTo(Arrays.copyOfRange(bytes, from, to + 1));
    assertThat(answer.headers)
        .containsEntry("content-range", "bytes " + from + "-" + to + "/" + bytes.length)
        .containsEntry("content-length", Integer.toString(to - from + 1))
        .containsEntry("content-type", "audio/mpeg")
        .containsEntry("etag", "\"" + sha256 + "\"");
  }

  @Test
  @DisplayName("RFC 9110, 15.5.17: a range beyond the end is refused with the size")
  void aRangeBeyondTheEndIsNotSatisfiable() throws Exception {
    Answer answer = ask("GET", address, "Range: bytes=" + bytes.length + "-");
    assertThat(answer.status).isEqualTo(416);
    assertThat(answer.body).isEmpty();
    assertThat(answer.headers)
        .containsEntry("content-range", "bytes */" + bytes.length)
        .containsEntry("cache-control", "no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-3", "bytes=x", "lines=0-1", "bytes=0-1,5-6"})
  void unknownAndMultipleRangesGetTheWholeFile(String range) throws Exception {
    Answer answer = ask("GET", address, "Range: " + range);
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.body).isEqualTo(bytes);
  }

  @Test
  @DisplayName("RFC 9110, 13.1.5: If-Range allows a range only for identical bytes")
  void ifRangeHoldsForTheStrongTagOnly() throws Exception {
    String range = "Range: bytes=0-9";
    String tag = "\"" + sha256 + "\"";
    assertThat(ask("GET", address, range, "If-Range: " + tag).status).isEqualTo(206);
    assertThat(ask("GET", address, range, "If-Range: W/" + tag).status).isEqualTo(200);
    assertThat(ask("GET", address, range, "If-Range: \"other\"").status).isEqualTo(200);
    assertThat(ask("GET", address, range, "If-Range: Sun, 22 Nov 2026 00:00:00 GMT").status)
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAG", "W/TAG", "*", "\"other\", TAG"})
  @DisplayName("RFC 9110, 13.1.2: If-None-Match compares weakly and precedes Range")
  void aMatchingIfNoneMatchGets304(String condition) throws Exception {
    String tag = "\"" + sha256 + "\"";
    String header = "If-None-Match: " + condition.replace("TAG", tag);
    Answer answer = ask("GET", address, header, "Range: bytes=0-1");
    assertThat(answer.status).isEqualTo(304);
    assertThat(answer.body).isEmpty();
    assertThat(answer.headers).containsEntry("etag", tag).containsKey("cache-control");
    assertThat(ask("GET", address, "If-None-Match: \"other\"").status).isEqualTo(200);
  }

  @Test
  @DisplayName("RFC 9110, 9.3.2 and 14.2: HEAD is GET without the bytes, and ignores Range")
  void headSendsTheLengthAndNoBody() throws Exception {
    Answer answer = ask("HEAD", address, "Range: bytes=0-1");
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.body).isEmpty();
    assertThat(answer.headers)
        .containsEntry("content-length", Integer.toString(bytes.length))
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("etag", "\"" + sha256 + "\"");
  }

  @Test
  void theManifestIsImmutableAndHasItsOwnTag() throws Exception {
    Answer answer = ask("GET", address + ".json");
    assertThat(answer.status).isEqualTo(200);
    assertThat(new String(answer.body, StandardCharsets.UTF_8)).contains("\"chunkSha256\":[");
    assertThat(answer.headers)
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "public, max-age=31536000, immutable")
        .containsEntry("etag", "\"" + sha256 + ".json\"");
  }

  @Test
  void theManifestOfOneChunkIsAnsweredLikeAFile() throws Exception {
    String manifest = smallAddress + ".json";
    Answer whole = ask("GET", manifest);
    assertThat(whole.status).isEqualTo(200);
    assertThat(whole.text()).contains("\"chunkSha256\":[\"" + smallSha256 + "\"]");
    assertThat(whole.headers)
        .containsEntry("content-type", "application/json")
        .containsEntry("content-length", Integer.toString(whole.body.length))
        .containsEntry("cache-control", "public, max-age=31536000, immutable")
        .containsEntry("etag", "\"" + smallSha256 + ".json\"");
    Answer head = ask("HEAD", manifest);
    assertThat(head.body).isEmpty();
    assertThat(head.headers).isEqualTo(whole.headers);
    Answer part = ask("GET", manifest, "Range: bytes=1-4");
    assertThat(part.status).isEqualTo(206);
    assertThat(part.text()).isEqualTo(whole.text().substring(1, 5));
    assertThat(ask("GET", manifest, "If-None-Match: *").status).isEqualTo(304);
  }

  @Test
  void anUnknownRecordingGets404ThatCannotBeCached() throws Exception {
    for (String unknown :
        new String[] {
          "/audio/" + "0".repeat(64) + ".mp3",
          "/audio/" + "0".repeat(64) + ".mp3.json",
          "/audio/" + sha256 + ".m4a"
        }) {
      Answer answer = ask("GET", unknown);
      assertThat(answer.status).isEqualTo(404);
      assertThat(answer.headers).containsEntry("cache-control", "no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/audio/../secret.mp3",
        "/audio/..%2fsecret.mp3",
        "/audio/%2e%2e/secret.mp3",
        "/audio/incoming",
        "/audio/secret.mp3",
        "/audio/",
        "/audio//etc/passwd"
      })
  void noOtherFileCanBeRequested(String path) throws Exception {
    Answer answer = ask("GET", path);
    assertThat(new String(answer.body, StandardCharsets.UTF_8)).doesNotContain("secret", "root:");
    assertThat(answer.status == 404 || answer.text().equals("the app's page")).isTrue();
  }

  @Test
  void onlyGetAndHeadAreAllowed() throws Exception {
    for (String method : new String[] {"POST", "PUT", "DELETE"}) {
      Answer answer = ask(method, address, "Content-Length: 0");
      assertThat(answer.status).isEqualTo(405);
      assertThat(answer.headers).containsEntry("allow", "GET, HEAD");
    }
    assertThat(ask("GET", address).body).isEqualTo(bytes);
  }

  @Test
  void aClientThatDisconnectsHarmsNoOther() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Socket socket = new Socket("localhost", server.actualPort())) {
        request(socket, "GET", address);
        assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
      }
    }
    assertThat(ask("GET", address).body).isEqualTo(bytes);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileIsClosedHoweverTheAnswerEnds() throws Exception {
    String[][] askings = {
      {"GET"},
      {"HEAD"},
      {"GET", "Range: bytes=9-99"},
      {"GET", "Range: bytes=99999999-"},
      {"GET", "If-None-Match: *"}
    };
    for (String[] asking : askings) {
      ask(asking[0], address, Arrays.copyOfRange(asking, 1, asking.length));
    }
    aClientThatDisconnectsHarmsNoOther();

    Path file = folder.resolve("audio").resolve(sha256.substring(0, 2)).resolve(sha256 + ".mp3");
    OpenFiles.awaitClosed(file);
  }

  private record Answer(int status, Map<String, String> headers, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Reads to the end of the connection, so that a byte too many would be seen. */
  private static Answer ask(String method, String path, String... headers) throws IOException {
    try (Socket socket = new Socket("localhost", server.actualPort())) {
      request(socket, method, path, headers);
      InputStream in = socket.getInputStream();
      byte[] all = in.readAllBytes();
      int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      String[] head = new String(all, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
      Map<String, String> fields = new TreeMap<>();
      for (int i = 1; i < head.length; i++) {
        String[] field = head[i].split(": ", 2);
        fields.put(field[0].toLowerCase(Locale.ROOT), field[1]);
      }
      int status = Integer.parseInt(head[0].split(" ")[1]);
      return new Answer(status, fields, Arrays.copyOfRange(all, end + 4, all.length));
    }
  }

  private static void request(Socket socket, String method, String path, String... headers)
      throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + (headers.length > 0 ? "\r\n" : "")
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }
}

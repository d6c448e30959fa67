package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import app.durus.server.waiting.Answers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 13, row 9: audio is served alike over HTTP/1.1 and over HTTP/2 without TLS. */
class AudioProtocolsTest {

  /** Larger than all buffers between server and client. The file is sparse. */
  private static final long LONG_BYTES = 1L << 30;

  private static final String LONG = "/audio/" + "a".repeat(64) + ".mp3";

  @TempDir static Path folder;
  private static Vertx vertx;
  private static HttpServer server;
  private static byte[] bytes;
  private static String tag;
  private static String address;

  /** The server's latest response for each address. */
  private static final Map<String, HttpServerResponse> SENT = new ConcurrentHashMap<>();

  @BeforeAll
  static void aServerWithTwoRecordings() throws Exception {
    vertx = Vertx.vertx();
    AudioStore store = new AudioStore(folder.resolve("audio"));
    Path source = TestAudio.write(folder.resolve("a.mp3"), TestAudio.mp3(1, 13_000));
    bytes = Files.readAllBytes(source);
    var recording = (AudioFile.Playable) AudioFile.inspect(source, AudioFormat.MP3);
    store.add(source, recording);
    tag = "\"" + recording.sha256() + "\"";
    address = "/audio/" + recording.sha256() + ".mp3";
    Files.createDirectories(longFile().getParent());
    resize(LONG_BYTES);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              SENT.put(context.request().path(), context.response());
              context.next();
            });
    new AudioRoutes(store).mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static Path longFile() {
    return folder.resolve("audio/aa").resolve("a".repeat(64) + ".mp3");
  }

  private static void resize(long sizeBytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(longFile().toFile(), "rw")) {
      file.setLength(sizeBytes);
    }
  }

  private static ProtocolClient client(Protocol protocol) {
    return new ProtocolClient(vertx, protocol, server.actualPort());
  }

  @ParameterizedTest
  @EnumSource
  void theWholeArrivesByteForByte(Protocol protocol) {
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
  @DisplayName("another client that upgrades to HTTP/2 gets the whole file, too")
  void javasOwnClientGetsTheWhole() throws Exception {
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
  void conditionsHoldAlike(Protocol protocol) {
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
  @DisplayName("an error is not cacheable and has no entity tag of the audio")
  void refusalsAreNotKept(Protocol protocol) {
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

  @ParameterizedTest
  @EnumSource
  void whoReadsPieceByPieceGetsTheWhole(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Promise<Buffer> whole = Promise.promise();
      begin(
          client,
          address,
          (request, response) -> {
            Buffer read = Buffer.buffer();
            response.exceptionHandler(whole::tryFail);
            response.endHandler(end -> whole.tryComplete(read));
            response.handler(
                piece -> {
                  read.appendBuffer(piece);
                  // Not at once: what is under way has to wait.
                  vertx.getOrCreateContext().runOnContext(later -> response.fetch(1));
                });
            return response.fetch(1);
          });

      assertThat(Answers.await(whole.future()).getBytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @DisplayName("a client that does not read gets one window, and other clients go on")
  void whoDoesNotReadHoldsTheServerBack(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);

      for (int i = 0; i < 20; i++) {
        assertThat(client.get(address).body()).isEqualTo(bytes);
      }

      assertThat(SENT.get(LONG).bytesWritten()).isPositive().isLessThan(1 << 20);
      Answers.await(unread.reset());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @EnabledOnOs(OS.LINUX)
  @DisplayName("a client that resets one stream keeps its connection, and the file is closed")
  void whoGivesUpHarmsNoOtherAnswer(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);
      Answers.await(unread.reset());
      OpenFiles.awaitClosed(longFile());

      HttpClientRequest read =
          begin(
              client,
              LONG,
              (request, response) -> {
                response.exceptionHandler(gone -> {}).resume();
                return request;
              });
      Answers.await(read.reset());
      OpenFiles.awaitClosed(longFile());

      HttpClientRequest next = Answers.await(client.request(HttpMethod.GET, address));
      assertThat(next.connection()).isSameAs(unread.connection());
      assertThat(Answers.await(next.send().compose(HttpClientResponse::body)).getBytes())
          .isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledOnOs(OS.LINUX)
  void aConnectionThatEndsClosesTheFile(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientRequest unread = begin(client, LONG, (request, response) -> request);
      Answers.await(unread.connection().close());
      OpenFiles.awaitClosed(longFile());

      assertThat(client.get(address).body()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
  @DisplayName("a file that is too short ends its own answer and no other one")
  void aFileThatEndsEarlyBreaksOffItsAnswerOnly(Protocol protocol) throws Exception {
    try (ProtocolClient client = client(protocol)) {
      HttpClientResponse cut = begin(client, LONG, (request, response) -> response);
      resize(1);
      try {
        Future<Buffer> body = cut.body();
        cut.resume();

        assertThatThrownBy(() -> Answers.await(body)).isInstanceOf(StreamResetException.class);
      } finally {
        resize(LONG_BYTES);
      }
      HttpClientRequest next = Answers.await(client.request(HttpMethod.GET, address));
      assertThat(next.connection()).isSameAs(cut.request().connection());
      assertThat(Answers.await(next.send().compose(HttpClientResponse::body)).getBytes())
          .isEqualTo(bytes);
    }
  }

  /** Asks, and holds the answer's body back before any of it is read. */
  private static <T> T begin(
      ProtocolClient client,
      String path,
      BiFunction<HttpClientRequest, HttpClientResponse, T> begun) {
    return Answers.await(
        client
            .request(HttpMethod.GET, path)
            .compose(
                request ->
                    request
                        .send()
                        .map(
                            response -> {
                              assertThat(response.statusCode()).isEqualTo(200);
                              response.pause();
                              return begun.apply(request, response);
                            })));
  }
}

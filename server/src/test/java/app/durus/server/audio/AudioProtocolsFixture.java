package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.waiting.Answers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server with a short and a long recording, over HTTP/1.1 and over HTTP/2 without TLS. */
abstract class AudioProtocolsFixture {

  /** Larger than all buffers between server and client. The file is sparse. */
  static final long LONG_BYTES = 1L << 30;

  static final String LONG = "/audio/" + "a".repeat(64) + ".mp3";

  @TempDir static Path folder;
  static Vertx vertx;
  static HttpServer server;
  static byte[] bytes;
  static String tag;
  static String address;

  /** The server's latest response for each address. */
  static final Map<String, HttpServerResponse> SENT = new ConcurrentHashMap<>();

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
    new AudioRoutes(store, AudioObserver.NONE).mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  static Path longFile() {
    return folder.resolve("audio/aa").resolve("a".repeat(64) + ".mp3");
  }

  static void resize(long sizeBytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(longFile().toFile(), "rw")) {
      file.setLength(sizeBytes);
    }
  }

  static ProtocolClient client(Protocol protocol) {
    return new ProtocolClient(vertx, protocol, server.actualPort());
  }

  /** Sends a request, and pauses the answer before any of its body is read. */
  static <T> T begin(
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

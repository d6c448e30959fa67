package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.Accounts;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.DeviceTokens;
import app.durus.server.accounts.Passwords;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.audio.AudioFile;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.batching.Batcher;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.DatabaseHealthCheck;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.database.TestDatabases;
import app.durus.server.hilla.CallLimits;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.ServerPath;
import app.durus.server.http.TrustedProxies;
import app.durus.server.listening.ListeningApi;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.listening.SyncObserver;
import app.durus.server.listening.pg.PgListeningLedger;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import app.durus.server.shell.ShellHandler;
import app.durus.server.shell.TranslationsHandler;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 13, row 9: every route as {@code Main} mounts it, by each protocol, failures included. */
@ExtendWith(PostgresExtension.class)
class RoutesTest {

  private static final ClassLoader LOADER = RoutesTest.class.getClassLoader();
  private static final String FOLDER = "app/durus/server/shell/";

  /** A recording whose folder is a file, so that opening it fails otherwise than by absence. */
  private static final String UNREADABLE = "/audio/" + "b".repeat(64) + ".mp3";

  /** The server answers requests for texts at the address of a page, by their query. */
  private static final String TEXTS = "/";

  @TempDir static Path folder;
  private static Vertx vertx;
  private static Router router;
  private static HttpServer server;
  private static HttpServer withoutDatabase;
  private static HttpServer forOneRequest;
  private static String audio;
  private static String cover;

  /** A request and the status of its answer; a body is sent as JSON. */
  private record Row(int status, HttpMethod method, String path, String body, String... headers) {

    static Row get(int status, String path, String... headers) {
      return new Row(status, HttpMethod.GET, path, "", headers);
    }

    static Row call(int status, String method, String body) {
      String[] json = {"Content-Type", "application/json"};
      return new Row(status, HttpMethod.POST, "/connect/" + method, body, json);
    }
  }

  @BeforeAll
  static void start(TestDatabase testDatabase) throws Exception {
    vertx = Vertx.vertx();
    AudioStore audioStore = new AudioStore(folder.resolve("audio"));
    Path source = TestAudio.write(folder.resolve("a.mp3"), TestAudio.mp3(1, 100));
    var recording = (AudioFile.Playable) AudioFile.inspect(source, AudioFormat.MP3);
    audioStore.add(source, recording);
    audio = "/audio/" + recording.sha256() + ".mp3";
    Files.writeString(folder.resolve("audio/bb"), "no folder");
    CoverStore coverStore = new CoverStore(folder.resolve("covers"));
    cover = "/covers/" + coverStore.add(picture()) + "-192.jpg";
    Database database =
        TestDatabases.open(
            DatabaseAddress.parse(addressOf(testDatabase)), Duration.ZERO, folder.resolve("data"));
    router = router(database, testDatabase.pool(vertx), audioStore, coverStore);
    server = listen(router);
    Pool nowhere =
        PgBuilder.pool()
            .connectingTo(testDatabase.connectOptions().setDatabase("nowhere"))
            .using(vertx)
            .build();
    withoutDatabase = listen(router(database, nowhere, audioStore, coverStore));
    forOneRequest =
        listen(
            router(
                database,
                testDatabase.pool(vertx),
                audioStore,
                coverStore,
                HttpLimits.forThisProcess().withConnections(1)));
  }

  private static String addressOf(TestDatabase database) {
    String password = database.password().isEmpty() ? "" : ":" + database.password();
    return String.join(
        "",
        "postgresql://",
        database.user(),
        password,
        "@",
        database.host(),
        ":",
        Integer.toString(database.port()),
        "/",
        database.name());
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  private static Router router(
      Database database, Pool pool, AudioStore audioStore, CoverStore coverStore) {
    return router(database, pool, audioStore, coverStore, HttpLimits.forThisProcess());
  }

  private static Router router(
      Database database,
      Pool pool,
      AudioStore audioStore,
      CoverStore coverStore,
      HttpLimits limits) {
    BuiltApp app =
        new BuiltApp(
            ShellHandler.load(LOADER, FOLDER + "webapp"),
            TranslationsHandler.load(LOADER, FOLDER + "texts", Locale.ENGLISH));
    ListeningApi listening =
        new ListeningApi(new ReconcileIntents(new PgListeningLedger(pool)), SyncObserver.NONE);
    DatabaseHealthCheck watch =
        new DatabaseHealthCheck(
            List.of(
                new DatabaseHealthCheck.ConnectionPath(
                    "the pool", pool, Batcher.on(ServerLifecycle.eventLoop(vertx)))));
    // One that does not work is told by /health.
    watch.start(vertx).otherwiseEmpty().await();
    return Routes.create(
            vertx,
            pool,
            watch,
            audioStore,
            coverStore,
            app,
            accounts(database, pool),
            listening,
            CallLimits.usual(),
            new ConnectionGuard(limits, TrustedProxies.parse("")),
            limits)
        .get();
  }

  private static AccountsApi accounts(Database database, Pool pool) {
    Executor loop = Batcher.on(ServerLifecycle.eventLoop(vertx));
    byte[] secret =
        new PgAccountStore(database.pool(vertx), database.ownConnection(vertx), loop)
            .deviceSecret()
            .await();
    PgAccountStore store = new PgAccountStore(pool, database.ownConnection(vertx), loop);
    Sessions sessions = new Sessions(store);
    return new AccountsApi(
        new Accounts(
            store, sessions, new Passwords(vertx), new SignInLimits(), new DeviceTokens(secret)),
        sessions);
  }

  private static HttpServer listen(Router routes) {
    return vertx.createHttpServer().requestHandler(routes).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static List<Row> rows() {
    return List.of(
        Row.get(200, "/health"),
        Row.get(200, "/health/ready"),
        Row.get(200, "/health/live"),
        Row.call(200, "AccountEndpoint/session", "{}"),
        Row.call(401, "ListeningEndpoint/sync", "{}"),
        Row.call(404, "NoEndpoint/none", "{}"),
        Row.call(400, "CatalogueEndpoint/changes", "{}"),
        Row.get(405, "/connect/AccountEndpoint/session"),
        new Row(415, HttpMethod.POST, "/connect/AccountEndpoint/session", "{}"),
        Row.get(200, audio),
        Row.get(206, audio, "Range", "bytes=0-9"),
        Row.get(304, audio, "If-None-Match", "*"),
        Row.get(416, audio, "Range", "bytes=99999999-"),
        Row.get(200, audio + ".json"),
        new Row(405, HttpMethod.DELETE, audio, ""),
        Row.get(404, "/audio/" + "0".repeat(64) + ".mp3"),
        Row.get(404, "/audio/none"),
        Row.get(500, UNREADABLE),
        Row.get(500, UNREADABLE + ".json", "Range", "bytes=0-9"),
        Row.get(200, cover),
        Row.get(206, cover, "Range", "bytes=0-9"),
        Row.get(416, cover, "Range", "bytes=99999999-"),
        new Row(405, HttpMethod.PUT, cover, ""),
        Row.get(404, "/covers/none"),
        Row.get(200, "/"),
        Row.get(200, "/?v-r=i18n&langtag=en"),
        Row.get(400, "/?v-r=%zz"),
        Row.get(200, "/VAADIN/build/indexhtml-Ab12.js"),
        Row.get(404, "/VAADIN/build/missing.js"),
        Row.get(404, "/missing.js"),
        Row.get(400, "/%zz"),
        new Row(405, HttpMethod.POST, "/", "{}"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each answer carries the security headers, and no failure may be kept")
  void eachAnswerIsGuarded(Protocol protocol) {
    walk(protocol, server, rows());
  }

  @ParameterizedTest
  @EnumSource
  void answersWithoutADatabaseAreGuardedToo(Protocol protocol) {
    walk(
        protocol,
        withoutDatabase,
        List.of(
            Row.get(503, "/health"), Row.call(500, "CatalogueEndpoint/changes", "{\"cursor\":0}")));
  }

  @Test
  void aServerThatTakesNoMoreRequestsSaysSoAndIsAlive() {
    int port = forOneRequest.actualPort();
    try (ProtocolClient busy = new ProtocolClient(vertx, Protocol.HTTP_1_1, port);
        ProtocolClient asking = new ProtocolClient(vertx, Protocol.HTTP_1_1, port)) {
      HttpClientRequest unfinished =
          Answers.await(
              busy.request(
                  HttpMethod.POST,
                  "/connect/AccountEndpoint/session",
                  "Content-Type",
                  "application/json",
                  "Content-Length",
                  "2"));
      unfinished.write("{");
      Answer health =
          Eventually.get(
              "a server without room", () -> asking.get("/health"), told -> told.status() == 503);

      assertThat(new String(health.body(), StandardCharsets.UTF_8)).contains("overloaded");
      assertThat(asking.get("/health/live").status()).isEqualTo(200);
      assertThat(asking.get("/").status()).isEqualTo(503);
    }
  }

  private static void walk(Protocol protocol, HttpServer asked, List<Row> rows) {
    SoftAssertions softly = new SoftAssertions();
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, asked.actualPort())) {
      for (Row row : rows) {
        Answer answer = client.send(row.method(), row.path(), row.body(), row.headers());
        softly.assertThat(answer.status()).as(row.toString()).isEqualTo(row.status());
        assertGuarded(softly, row, answer);
        if (row.status() >= 400) {
          assertNotKept(softly, row, answer);
        }
      }
    }
    softly.assertAll();
  }

  private static void assertGuarded(SoftAssertions softly, Row row, Answer answer) {
    for (String[] expected :
        new String[][] {
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          // Not over TLS.
          {"Strict-Transport-Security", null},
        }) {
      softly.assertThat(answer.header(expected[0])).as(row + expected[0]).isEqualTo(expected[1]);
    }
    softly
        .assertThat(answer.header("Content-Security-Policy"))
        .as(row.toString())
        .contains("default-src 'self'");
  }

  private static void assertNotKept(SoftAssertions softly, Row row, Answer answer) {
    softly.assertThat(answer.header("Cache-Control")).as(row.toString()).isEqualTo("no-store");
    for (String name : List.of("ETag", "Last-Modified", "Expires", "Accept-Ranges")) {
      softly.assertThat(answer.header(name)).as(row + name).isNull();
    }
  }

  @Test
  @DisplayName("the mounted routes are those of the table")
  void theRoutesAreThoseOfTheTable() {
    assertThat(
            router.getRoutes().stream()
                .map(route -> route.isRegexPath() ? route.getName() : route.getPath())
                .filter(Objects::nonNull)
                .filter(path -> !path.equals(TEXTS))
                .map(path -> "/" + path.replace("\\", "").split("/")[1]))
        .hasSameElementsAs(Stream.of(ServerPath.values()).map(ServerPath::path).toList());
  }

  @Test
  @DisplayName("the worker and the development server read the same table as the server")
  void theClientsListIsTheTable() throws IOException {
    assertThat(new JsonArray(Files.readString(Path.of("frontend/server-routes.json"))))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ServerPath.values()).map(ServerPath::path).toList());
  }

  @Test
  @DisplayName("the walk takes each route that is mounted at a path")
  void noRouteIsLeftOut() {
    assertThat(router.getRoutes().stream().map(Route::getPath).filter(Objects::nonNull))
        .isNotEmpty()
        .allMatch(path -> rows().stream().anyMatch(row -> row.path().startsWith(path)));
  }
}

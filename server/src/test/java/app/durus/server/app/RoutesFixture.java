package app.durus.server.app;

import app.durus.server.accounts.AccountParts;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.DeviceTokens;
import app.durus.server.accounts.Passwords;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.SignInWays;
import app.durus.server.accounts.SignUpPolicy;
import app.durus.server.accounts.email.EmailApi;
import app.durus.server.accounts.export.AccountExport;
import app.durus.server.accounts.openid.OpenIdAccounts;
import app.durus.server.accounts.openid.OpenIdProvider;
import app.durus.server.accounts.openid.OpenIdRoutes;
import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.accounts.pg.PgExportSource;
import app.durus.server.accounts.pg.PgIdentityStore;
import app.durus.server.audio.AudioFile;
import app.durus.server.audio.AudioObserver;
import app.durus.server.audio.AudioRoutes;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.pg.PgSnapshotSource;
import app.durus.server.catalogue.snapshot.CatalogueSnapshotApi;
import app.durus.server.catalogue.snapshot.SnapshotFiles;
import app.durus.server.catalogue.snapshot.SnapshotRoutes;
import app.durus.server.catalogue.snapshot.Snapshots;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.DatabaseHealthCheck;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.database.TestDatabases;
import app.durus.server.hilla.CallLimits;
import app.durus.server.http.BasePath;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.listening.ListeningApi;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.listening.SyncObserver;
import app.durus.server.listening.pg.PgListeningLedger;
import app.durus.server.observability.HealthHandler;
import app.durus.server.shell.ShellHandler;
import app.durus.server.shell.TranslationsHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers with all routes as {@code Main} mounts them, with an audio file and a cover. */
@ExtendWith(PostgresExtension.class)
abstract class RoutesFixture {

  static final ClassLoader LOADER = RoutesFixture.class.getClassLoader();
  static final String FOLDER = "app/durus/server/shell/";

  /**
   * A recording whose folder is a file, so that opening it fails otherwise than with "not found".
   */
  static final String UNREADABLE = "/audio/" + "b".repeat(64) + ".mp3";

  @TempDir static Path folder;
  static Vertx vertx;
  static Router router;
  static HttpServer server;
  static HttpServer withoutDatabase;
  static HttpServer forOneRequest;

  /** The same at {@code /durus/app}. */
  static HttpServer belowBasePath;

  static String audio;
  static String cover;
  static String snapshot;

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
    snapshot = "/catalogue/" + "e".repeat(32) + "-7-" + "f".repeat(32) + ".ndjson";
    Files.createDirectories(folder.resolve("catalogue"));
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(
                folder.resolve("catalogue").resolve(Path.of(snapshot).getFileName() + ".gz")))) {
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
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
                HttpLimits.forThisProcess().withConnections(1),
                BasePath.ROOT));
    belowBasePath =
        listen(
            router(
                database,
                testDatabase.pool(vertx),
                audioStore,
                coverStore,
                HttpLimits.forThisProcess(),
                BasePath.parse("durus/app")));
  }

  static String addressOf(TestDatabase database) {
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

  static byte[] picture() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  static Router router(Database database, Pool pool, AudioStore audioStore, CoverStore coverStore) {
    return router(
        database, pool, audioStore, coverStore, HttpLimits.forThisProcess(), BasePath.ROOT);
  }

  static Router router(
      Database database,
      Pool pool,
      AudioStore audioStore,
      CoverStore coverStore,
      HttpLimits limits,
      BasePath basePath) {
    BuiltApp app =
        new BuiltApp(
            ShellHandler.load(LOADER, FOLDER + "webapp", basePath),
            TranslationsHandler.load(LOADER, FOLDER + "texts", Locale.ENGLISH),
            basePath);
    ListeningApi listening =
        new ListeningApi(new ReconcileIntents(new PgListeningLedger(pool)), SyncObserver.NONE);
    DatabaseHealthCheck watch =
        new DatabaseHealthCheck(
            List.of(
                new DatabaseHealthCheck.ConnectionPath(
                    "the pool", pool, Batcher.on(ServerLifecycle.eventLoop(vertx)))));
    // /health reports a part that does not work.
    watch.start(vertx).otherwiseEmpty().await();
    return Routes.create(
            vertx,
            pool,
            new Routes.Supervision(new HealthHandler(watch::trouble, () -> false), true),
            new AudioRoutes(audioStore, AudioObserver.NONE),
            coverStore,
            snapshots(pool),
            app,
            accounts(database, pool),
            new EmailApi(Optional.empty()),
            listening,
            new AccountExport(new PgExportSource(pool), Clock.systemUTC()),
            Optional.of(
                new OpenIdRoutes(
                    // Nobody listens on this port.
                    new OpenIdProvider(
                        vertx, new OpenIdSettings("http://127.0.0.1:1", "durus", "secret", "x")),
                    new OpenIdAccounts(new PgIdentityStore(pool), SignUpPolicy.OPEN),
                    new SignInLimits())),
            CallLimits.usual(),
            new ConnectionGuard(limits, TrustedProxies.parse("")),
            limits)
        .get();
  }

  static SnapshotRoutes snapshots(Pool pool) {
    SnapshotFiles files = new SnapshotFiles(folder.resolve("catalogue"));
    return new SnapshotRoutes(
        new Snapshots(
            vertx,
            new PgSnapshotSource(pool),
            files,
            new CatalogueSnapshotApi(),
            Batcher.on(ServerLifecycle.eventLoop(vertx))),
        files);
  }

  static AccountsApi accounts(Database database, Pool pool) {
    Executor loop = Batcher.on(ServerLifecycle.eventLoop(vertx));
    byte[] secret =
        new PgAccountStore(database.pool(vertx), database.ownConnection(vertx), loop)
            .deviceSecret()
            .await();
    PgAccountStore store = new PgAccountStore(pool, database.ownConnection(vertx), loop);
    Sessions sessions = new Sessions(store);
    return new AccountsApi(
        new AccountParts(
            store, sessions, new Passwords(vertx), new SignInLimits(), new DeviceTokens(secret)),
        SignInWays.local(SignUpPolicy.OPEN));
  }

  static HttpServer listen(Router routes) {
    return vertx.createHttpServer().requestHandler(routes).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }
}

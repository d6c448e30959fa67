package app.durus.server.app;

import app.durus.server.accounts.AccountParts;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.DeviceTokens;
import app.durus.server.accounts.Passwords;
import app.durus.server.accounts.PresentPassword;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.SignInWays;
import app.durus.server.accounts.email.CountedMailer;
import app.durus.server.accounts.email.EmailAccounts;
import app.durus.server.accounts.email.EmailApi;
import app.durus.server.accounts.email.EmailSettings;
import app.durus.server.accounts.email.SmtpMailer;
import app.durus.server.accounts.export.AccountExport;
import app.durus.server.accounts.openid.OpenIdAccounts;
import app.durus.server.accounts.openid.OpenIdProvider;
import app.durus.server.accounts.openid.OpenIdRoutes;
import app.durus.server.accounts.openid.OpenIdSettings;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.accounts.pg.PgEmailStore;
import app.durus.server.accounts.pg.PgExportSource;
import app.durus.server.accounts.pg.PgIdentityStore;
import app.durus.server.app.settings.Configuration;
import app.durus.server.audio.AudioRoutes;
import app.durus.server.audio.AudioStore;
import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.importing.CatalogueImporter;
import app.durus.server.catalogue.importing.DemoLibrary;
import app.durus.server.catalogue.importing.DiscardReplaced;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.catalogue.pg.PgSnapshotSource;
import app.durus.server.catalogue.snapshot.CatalogueSnapshotApi;
import app.durus.server.catalogue.snapshot.SnapshotFiles;
import app.durus.server.catalogue.snapshot.SnapshotRoutes;
import app.durus.server.catalogue.snapshot.Snapshots;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import app.durus.server.hilla.CallLimits;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.tls.ServerCertificate;
import app.durus.server.listening.ListeningApi;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.observability.AudioMetrics;
import app.durus.server.observability.EmailMetrics;
import app.durus.server.observability.HealthHandler;
import app.durus.server.observability.LimitMetrics;
import app.durus.server.observability.Logs;
import app.durus.server.observability.MetricsServer;
import app.durus.server.observability.SyncMetrics;
import app.durus.server.observability.VertxMetrics;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command {@code serve}: builds the server's parts and starts and stops them. */
public final class ServeCommand {

  private ServeCommand() {}

  public static void serve(Configuration configuration, boolean demo) {
    ServerLifecycle serving = new ServerLifecycle(configuration.drain());
    DatabaseOwner owner = serving.owner(new DatabaseOwner(StartupFailure.EXIT_STATUS));
    ConnectionGuard guard = new ConnectionGuard(configuration.limits(), configuration.proxies());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  serving.stop();
                  Logs.end();
                },
                "shutdown"));
    serving.refusesConnectionsBy(guard::refuse);
    configuration.data().sayWhereFound();
    try {
      MetricsServer metrics = new MetricsServer();
      metrics.observeDisk(configuration.dataFolder());
      Vertx vertx =
          serving.runs(
              guard.start(vertxBuilder(configuration, metrics), Database.cuttingTransport()));
      Optional<ServerCertificate> certificate =
          configuration.tls().map(files -> Tls.read(vertx, files));
      // The database takes as long to start as everything else, so both start at the same time.
      Future<Database> opening =
          vertx.executeBlocking(
              () ->
                  serving.owns(
                      Database.toServe(
                          configuration.database(),
                          configuration.databaseWait(),
                          configuration.dataFolder(),
                          configuration.databaseAccount(),
                          owner)));
      BuiltApp app = BuiltApp.load(ServeCommand.class.getClassLoader(), configuration.basePath());
      Passwords passwords = new Passwords(vertx);
      Database database = opening.await();
      Pool pool = database.pool(vertx);
      AudioStore audio = new AudioStore(configuration.audioFolder());
      CoverStore covers = new CoverStore(configuration.coversFolder());
      Pool poolForLongWork = database.poolForLongWork(vertx);
      PgCatalogue importing = new PgCatalogue(poolForLongWork);
      CatalogueImporter importFolder =
          new CatalogueImporter(vertx, importing, audio, covers, configuration.dataFolder());
      if (demo
          && database.firstUse(vertx, configuration.databaseWait(), importFolder::wasNeverUsed)) {
        Path demoFolder = configuration.dataFolder().resolve("demo-library");
        new DemoLibrary(vertx).unpackTo(demoFolder).compose(importFolder::run).await();
      }
      SyncMetrics syncMetrics = new SyncMetrics(metrics.registry());
      List<DatabaseHealthCheck.ConnectionPath> paths = new ArrayList<>();
      paths.add(
          new DatabaseHealthCheck.ConnectionPath(
              "the shared pool", pool, Batcher.on(ServerLifecycle.eventLoop(vertx))));
      ListeningApi listening =
          new ListeningApi(
              new ReconcileIntents(
                  Ledgers.create(vertx, database, pool, configuration, syncMetrics, paths)),
              syncMetrics);
      configuration.metrics().ifPresent(wanted -> serving.show(metrics, wanted));
      Housekeeping.discardReplacedDaily(
          vertx, new DiscardReplaced(vertx, importing, audio, configuration.keepReplaced()));
      DatabaseHealthCheck.ConnectionPath lookups =
          ConnectionPaths.own(vertx, database, "the session lookups");
      paths.add(lookups);
      PgAccountStore accountStore = new PgAccountStore(pool, lookups.pool(), lookups.loop());
      Sessions sessions = new Sessions(accountStore);
      Housekeeping.removeExpiredSessionsHourly(vertx, sessions);
      LimitMetrics limits = new LimitMetrics(metrics.registry());
      DeviceTokens devices =
          new DeviceTokens(
              database.firstUse(vertx, configuration.databaseWait(), accountStore::deviceSecret));
      SignInLimits signInLimits = signInLimits(limits);
      AccountParts accountParts =
          new AccountParts(accountStore, sessions, passwords, signInLimits, devices);
      AccountsApi accounts =
          new AccountsApi(
              accountParts,
              new SignInWays(
                  configuration.signUp(),
                  configuration.localAccounts(),
                  configuration.openId().map(OpenIdSettings::name),
                  configuration.email().isPresent()));
      EmailApi email = email(vertx, pool, configuration.email(), accountParts, metrics);
      Optional<OpenIdRoutes> openId =
          configuration
              .openId()
              .map(
                  provider ->
                      new OpenIdRoutes(
                          new OpenIdProvider(vertx, provider),
                          new OpenIdAccounts(new PgIdentityStore(pool), configuration.signUp()),
                          signInLimits));
      DatabaseHealthCheck watch = new DatabaseHealthCheck(paths);
      HealthHandler health = new HealthHandler(watch::trouble, serving::isStopping);
      metrics.observeReadiness(health::isReady);
      SnapshotFiles snapshotFiles = new SnapshotFiles(configuration.snapshotsFolder());
      Snapshots snapshots =
          new Snapshots(
              vertx,
              new PgSnapshotSource(poolForLongWork),
              snapshotFiles,
              new CatalogueSnapshotApi(),
              Batcher.on(ServerLifecycle.eventLoop(vertx)));
      ConnectionPaths.awaitEach(vertx, database, watch, configuration.databaseWait());
      HttpServers servers =
          serving.listen(
              new HttpServers.Binding(
                  configuration.host(), configuration.port(), configuration.proxies(), certificate),
              Routes.create(
                  vertx,
                  pool,
                  new Routes.Supervision(health, configuration.log().access()),
                  new AudioRoutes(audio, new AudioMetrics(metrics.registry())),
                  covers,
                  new SnapshotRoutes(snapshots, snapshotFiles),
                  app,
                  accounts,
                  email,
                  listening,
                  new AccountExport(new PgExportSource(pool), Clock.systemUTC()),
                  openId,
                  callLimits(limits),
                  guard,
                  configuration.limits()));
      Housekeeping.makeFirstSnapshot(snapshots);
      certificate.ifPresent(
          used -> Tls.reload(vertx, configuration.tls().get(), used, servers, metrics));
      System.out.println(
          ServerLifecycle.welcome(servers.port(), configuration, database.otherAccount()));
    } catch (RuntimeException e) {
      serving.stop();
      throw e;
    }
  }

  /** The calls about e-mail, which are refused where this server sends none. */
  private static EmailApi email(
      Vertx vertx,
      Pool pool,
      Optional<EmailSettings> settings,
      AccountParts accounts,
      MetricsServer metrics) {
    Optional<CountedMailer> mailer =
        settings.map(given -> new CountedMailer(new SmtpMailer(vertx, given)));
    EmailMetrics.observe(
        metrics.registry(),
        () -> mailer.map(CountedMailer::sent).orElse(0L),
        () -> mailer.map(CountedMailer::failed).orElse(0L));
    return new EmailApi(
        mailer.map(
            sending ->
                new EmailAccounts(
                    new PgEmailStore(pool),
                    sending,
                    settings.orElseThrow().appAddress(),
                    new PresentPassword(accounts),
                    accounts.limits())));
  }

  /** Requests are not measured when nobody can read the metrics. */
  private static VertxBuilder vertxBuilder(Configuration configuration, MetricsServer metrics) {
    return configuration.metrics().isPresent()
        ? VertxMetrics.builder(metrics.registry())
        : Vertx.builder();
  }

  private static SignInLimits signInLimits(LimitMetrics metrics) {
    SignInLimits limits = new SignInLimits();
    limits
        .refused()
        .keySet()
        .forEach(limit -> metrics.observeSignIn(limit, () -> limits.refused().get(limit)));
    return limits;
  }

  private static CallLimits callLimits(LimitMetrics metrics) {
    CallLimits limits = CallLimits.usual();
    metrics.observeCalls("session", limits.sessions()::refused);
    metrics.observeCalls("session-lookups", limits.sessionLookups()::refused);
    metrics.observeCalls("listener", limits.listeners()::refused);
    metrics.observeCalls("stranger", limits.strangers()::refused);
    return limits;
  }
}

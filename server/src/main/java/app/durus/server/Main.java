package app.durus.server;

import app.durus.contract.AccountEndpoint;
import app.durus.contract.CatalogueEndpoint;
import app.durus.contract.ListeningEndpoint;
import app.durus.server.accounts.Accounts;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.Passwords;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.audio.AudioRoutes;
import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.DemoLibrary;
import app.durus.server.catalogue.DiscardReplaced;
import app.durus.server.catalogue.ImportFolder;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverRoutes;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.gathering.Gathering;
import app.durus.server.hilla.EndpointHandler;
import app.durus.server.hilla.Endpoints;
import app.durus.server.http.CallerBudget;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.Deadlines;
import app.durus.server.http.ForwardedClients;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.Overload;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.UnreadBodies;
import app.durus.server.listening.CommitLanes;
import app.durus.server.listening.GroupCommit;
import app.durus.server.listening.ListeningApi;
import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.ObservedLedger;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.listening.pg.PgEpoch;
import app.durus.server.listening.pg.PgListeningLedger;
import app.durus.server.observability.HealthHandler;
import app.durus.server.observability.MetricsServer;
import app.durus.server.observability.SyncMetrics;
import app.durus.server.shell.SecurityHeaders;
import app.durus.server.shell.ShellHandler;
import app.durus.server.shell.TranslationsHandler;
import app.durus.server.startup.OutOfMemoryExit;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program, {@code serve}, {@code import} and {@code new-epoch}, and the only place where its
 * parts are put together.
 */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    OutOfMemoryExit.install();
    // A server speaks no language: what libraries write, hashes of passwords for one, has to be the
    // same whatever the machine's language is.
    Locale.setDefault(Locale.ROOT);
    try {
      run(List.of(arguments));
    } catch (StartupFailure e) {
      System.err.println("salafi-durus: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void run(List<String> arguments) {
    switch (Command.parse(arguments)) {
      case Command.Serve(boolean demo) -> serve(configuration(), demo);
      case Command.Import(Path folder) -> importFolder(configuration(), folder);
      case Command.NewEpoch() -> renewEpoch(configuration());
      case Command.Help() -> System.out.println(Command.USAGE);
      case Command.Misused(String problem) -> {
        System.err.println("salafi-durus: " + problem + "\n\n" + Command.USAGE);
        System.exit(MISUSED);
      }
    }
  }

  private static Configuration configuration() {
    return Configuration.from(System.getenv());
  }

  private static void serve(Configuration configuration, boolean demo) {
    Serving serving = new Serving();
    ConnectionGuard guard = new ConnectionGuard(configuration.limits(), configuration.proxies());
    Runtime.getRuntime().addShutdownHook(new Thread(serving::stop, "shutdown"));
    try {
      Vertx vertx = serving.runs(guard.start());
      // The database takes as long to start as everything else: side by side.
      Future<Database> opening =
          vertx.executeBlocking(
              () ->
                  serving.owns(
                      Database.toServe(configuration.database(), configuration.dataFolder())));
      AppFiles app = AppFiles.load(Main.class.getClassLoader());
      Passwords passwords = new Passwords(vertx);
      Database database = opening.await();
      Pool pool = database.pool(vertx);
      AudioStore audio = new AudioStore(configuration.audioFolder());
      CoverStore covers = new CoverStore(configuration.coversFolder());
      ImportFolder importFolder = new ImportFolder(vertx, new PgCatalogue(pool), audio, covers);
      if (demo && importFolder.wasNeverUsed().await()) {
        Path demoFolder = configuration.dataFolder().resolve("demo-library");
        new DemoLibrary(vertx).unpackTo(demoFolder).compose(importFolder::run).await();
      }
      MetricsServer metrics = new MetricsServer();
      SyncMetrics syncMetrics = new SyncMetrics(metrics.registry());
      ListeningApi listening =
          new ListeningApi(
              new ReconcileIntents(ledger(vertx, database, pool, configuration, syncMetrics)),
              syncMetrics);
      configuration.metrics().ifPresent(wanted -> serving.show(metrics, wanted));
      discardDaily(
          vertx,
          new DiscardReplaced(vertx, new PgCatalogue(pool), audio, configuration.keepReplaced()));
      int port =
          serving.listen(
              configuration.host(),
              configuration.port(),
              configuration.proxies(),
              routes(
                  vertx,
                  database,
                  pool,
                  audio,
                  covers,
                  passwords,
                  app,
                  listening,
                  guard,
                  configuration.limits()));
      System.out.println(Serving.welcome(port, configuration));
    } catch (RuntimeException e) {
      serving.stop();
      throw e;
    }
  }

  private static void discardDaily(Vertx vertx, DiscardReplaced discard) {
    vertx.setPeriodic(
        TimeUnit.MINUTES.toMillis(1),
        TimeUnit.DAYS.toMillis(1),
        timer ->
            discard
                .run()
                .onFailure(
                    failure -> {
                      // While an import runs: tomorrow is as good.
                      if (!(failure instanceof ImportRefused)) {
                        LOG.error("replaced recordings could not be deleted", failure);
                      }
                    }));
  }

  private static void importFolder(Configuration configuration, Path folder) {
    Vertx vertx = Vertx.vertx();
    try (Database database =
        Database.toImport(configuration.database(), configuration.dataFolder())) {
      AudioStore audio = new AudioStore(configuration.audioFolder());
      ImportReport report =
          new ImportFolder(
                  vertx,
                  new PgCatalogue(database.pool(vertx)),
                  audio,
                  new CoverStore(configuration.coversFolder()))
              .run(folder, new ImportProgressText(System.err, System::nanoTime))
              .await();
      ReportText.print(report, System.out);
    } catch (ImportRefused e) {
      throw new StartupFailure(e.getMessage(), e);
    } finally {
      vertx.close().await();
    }
  }

  private static void renewEpoch(Configuration configuration) {
    Vertx vertx = Vertx.vertx();
    try (Database database =
        Database.toImport(configuration.database(), configuration.dataFolder())) {
      String epoch = new PgEpoch(database.pool(vertx)).renew().await();
      System.out.println("A new epoch has begun: " + epoch);
    } finally {
      vertx.close().await();
    }
  }

  /** A router for one event loop. What it reaches is shared by all of them. */
  private static Supplier<Router> routes(
      Vertx vertx,
      Database database,
      Pool pool,
      AudioStore audio,
      CoverStore covers,
      Passwords passwords,
      AppFiles app,
      ListeningApi listening,
      ConnectionGuard guard,
      HttpLimits limits) {
    RequestBudgets budgets = RequestBudgets.of(limits);
    CallerBudget forwardedClients = ForwardedClients.bound(limits.connectionsPerAddress());
    Overload overload = new Overload(guard::isExhausted, budgets::isExhausted);
    PgAccountStore accountStore =
        new PgAccountStore(
            pool, database.ownConnection(vertx), Gathering.on(Serving.eventLoop(vertx)));
    Sessions sessions = new Sessions(accountStore);
    AccountsApi accounts =
        new AccountsApi(new Accounts(accountStore, sessions, passwords), sessions);
    CatalogueApi catalogue = new CatalogueApi(new PgCatalogue(pool));
    Endpoints endpoints = endpoints(accounts, catalogue, listening);
    return () -> {
      Router router = Router.router(vertx);
      // An address that is none, or cannot be decoded. Unless it is answered here, Vert.x logs each
      // that somebody sends as a failure of ours.
      for (int status : new int[] {400, 404}) {
        router.errorHandler(status, faulty -> faulty.response().setStatusCode(status).end());
      }
      Deadlines deadlines = new Deadlines(vertx);
      router.route().handler(new SecurityHeaders());
      router.route().handler(new ForwardedClients(forwardedClients));
      router
          .route("/connect/*")
          .handler(new EndpointHandler(endpoints, accounts, budgets, deadlines));
      router.route().handler(new UnreadBodies(deadlines));
      router.get("/health").handler(overload).handler(new HealthHandler(pool));
      new AudioRoutes(audio).mount(router);
      new CoverRoutes(covers).mount(router);
      router.route("/").handler(app.translations());
      router.route().handler(app.shell());
      return router;
    };
  }

  private static Endpoints endpoints(
      AccountsApi accounts, CatalogueApi catalogue, ListeningApi listening) {
    return Endpoints.ofPackageOf(ListeningEndpoint.class)
        .bind(AccountEndpoint.class, "signUp", accounts::signUp)
        .bind(AccountEndpoint.class, "signIn", accounts::signIn)
        .bind(AccountEndpoint.class, "signOut", accounts::signOut)
        .bind(AccountEndpoint.class, "session", accounts::session)
        .bind(
            CatalogueEndpoint.class,
            "changes",
            call -> catalogue.changes(call.longParameter("cursor")))
        .bind(
            ListeningEndpoint.class,
            "sync",
            call -> listening.sync(call.caller().listenerId(), call.json("request")))
        .build();
  }

  /**
   * The ledger that all event loops share. Few lanes make large batches: half as many as there are
   * cores, each with a connection of its own.
   */
  private static ListeningLedger ledger(
      Vertx vertx, Database database, Pool pool, Configuration configuration, SyncMetrics metrics) {
    ObservedLedger single = new ObservedLedger(new PgListeningLedger(pool), metrics);
    if (!configuration.groupCommit()) {
      return single;
    }
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    List<GroupCommit> lanes =
        IntStream.range(0, count).mapToObj(i -> lane(vertx, database, metrics)).toList();
    CommitLanes commits = new CommitLanes(single, lanes);
    metrics.observeQueue(commits::waitingPushes);
    return commits;
  }

  private static GroupCommit lane(Vertx vertx, Database database, SyncMetrics metrics) {
    return new GroupCommit(
        Gathering.on(Serving.eventLoop(vertx)),
        new ObservedLedger(new PgListeningLedger(database.ownConnection(vertx)), metrics),
        GroupCommit.Bounds.USUAL);
  }

  /** What the browser gets as it was built. */
  private record AppFiles(ShellHandler shell, TranslationsHandler translations) {

    static AppFiles load(ClassLoader loader) {
      return new AppFiles(
          ShellHandler.load(loader, ShellHandler.BUNDLE_FOLDER),
          TranslationsHandler.load(loader, TranslationsHandler.TEXTS_FOLDER, Locale.ENGLISH));
    }
  }
}

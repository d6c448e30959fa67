package app.durus.server;

import app.durus.contract.AccountEndpoint;
import app.durus.contract.CatalogueEndpoint;
import app.durus.contract.ListeningEndpoint;
import app.durus.server.accounts.Accounts;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.DeviceTokens;
import app.durus.server.accounts.Passwords;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.audio.AudioRoutes;
import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueImporter;
import app.durus.server.catalogue.DemoLibrary;
import app.durus.server.catalogue.DiscardReplaced;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverRoutes;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseFault;
import app.durus.server.database.DatabaseHealthCheck;
import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.gathering.Batcher;
import app.durus.server.hilla.CallLimits;
import app.durus.server.hilla.EndpointHandler;
import app.durus.server.hilla.Endpoints;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.Deadlines;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.Overload;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.RequestsInFlight;
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
import app.durus.server.observability.LimitMetrics;
import app.durus.server.observability.Logs;
import app.durus.server.observability.MetricsServer;
import app.durus.server.observability.SyncMetrics;
import app.durus.server.shell.FailureHandler;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
      Logs.end();
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
    ServerLifecycle serving = new ServerLifecycle();
    DatabaseOwner owner = serving.owner(new DatabaseOwner(FAILED));
    ConnectionGuard guard = new ConnectionGuard(configuration.limits(), configuration.proxies());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  serving.stop();
                  Logs.end();
                },
                "shutdown"));
    sayWhereFound(configuration.data());
    try {
      Vertx vertx = serving.runs(guard.start(Database.cuttingTransport()));
      // The database takes as long to start as everything else: side by side.
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
      AppFiles app = AppFiles.load(Main.class.getClassLoader());
      Passwords passwords = new Passwords(vertx);
      Database database = opening.await();
      Pool pool = database.pool(vertx);
      AudioStore audio = new AudioStore(configuration.audioFolder());
      CoverStore covers = new CoverStore(configuration.coversFolder());
      PgCatalogue importing = new PgCatalogue(database.poolForLongWork(vertx));
      CatalogueImporter importFolder = new CatalogueImporter(vertx, importing, audio, covers);
      if (demo && importFolder.wasNeverUsed().await()) {
        Path demoFolder = configuration.dataFolder().resolve("demo-library");
        new DemoLibrary(vertx).unpackTo(demoFolder).compose(importFolder::run).await();
      }
      MetricsServer metrics = new MetricsServer();
      SyncMetrics syncMetrics = new SyncMetrics(metrics.registry());
      List<DatabaseHealthCheck.Way> ways = new ArrayList<>();
      ways.add(
          new DatabaseHealthCheck.Way(
              "the shared pool", pool, Batcher.on(ServerLifecycle.eventLoop(vertx))));
      ListeningApi listening =
          new ListeningApi(
              new ReconcileIntents(ledger(vertx, database, pool, configuration, syncMetrics, ways)),
              syncMetrics);
      configuration.metrics().ifPresent(wanted -> serving.show(metrics, wanted));
      discardDaily(
          vertx, new DiscardReplaced(vertx, importing, audio, configuration.keepReplaced()));
      DatabaseHealthCheck.Way lookups = ownWay(vertx, database, "the session lookups");
      ways.add(lookups);
      PgAccountStore accountStore = new PgAccountStore(pool, lookups.pool(), lookups.loop());
      Sessions sessions = new Sessions(accountStore);
      removeExpiredHourly(vertx, sessions);
      LimitMetrics limits = new LimitMetrics(metrics.registry());
      AccountsApi accounts = accounts(accountStore, sessions, passwords, limits);
      DatabaseHealthCheck watch = new DatabaseHealthCheck(ways);
      awaitEachWay(vertx, database, watch);
      int port =
          serving.listen(
              configuration.host(),
              configuration.port(),
              configuration.proxies(),
              routes(
                  vertx,
                  pool,
                  watch,
                  audio,
                  covers,
                  app,
                  accounts,
                  listening,
                  callLimits(limits),
                  guard,
                  configuration.limits()));
      System.out.println(ServerLifecycle.welcome(port, configuration, database.otherAccount()));
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
                      // While an import runs, or the database is away: tomorrow is as good.
                      if (DatabaseFault.passes(failure)) {
                        LOG.warn(
                            "replaced recordings are deleted tomorrow: {}", failure.toString());
                      } else if (!(failure instanceof ImportRefused)) {
                        LOG.error("replaced recordings could not be deleted", failure);
                      }
                    }));
  }

  private static void removeExpiredHourly(Vertx vertx, Sessions sessions) {
    vertx.setPeriodic(
        TimeUnit.MINUTES.toMillis(1),
        TimeUnit.HOURS.toMillis(1),
        timer ->
            sessions
                .removeExpired()
                .onFailure(
                    failure -> {
                      if (DatabaseFault.passes(failure)) {
                        LOG.warn("expired sessions are removed later: {}", failure.toString());
                      } else {
                        LOG.warn("expired sessions could not be removed", failure);
                      }
                    }));
  }

  private static AccountsApi accounts(
      PgAccountStore store, Sessions sessions, Passwords passwords, LimitMetrics metrics) {
    SignInLimits limits = new SignInLimits();
    limits
        .refused()
        .keySet()
        .forEach(limit -> metrics.observeSignIn(limit, () -> limits.refused().get(limit)));
    DeviceTokens devices = new DeviceTokens(store.deviceSecret().await());
    return new AccountsApi(new Accounts(store, sessions, passwords, limits, devices), sessions);
  }

  private static CallLimits callLimits(LimitMetrics metrics) {
    CallLimits limits = CallLimits.usual();
    metrics.observeCalls("session", limits.sessions()::refused);
    metrics.observeCalls("session-lookups", limits.sessionLookups()::refused);
    metrics.observeCalls("listener", limits.listeners()::refused);
    metrics.observeCalls("stranger", limits.strangers()::refused);
    return limits;
  }

  private static void importFolder(Configuration configuration, Path folder) {
    besideServers(
        configuration,
        (vertx, database) -> {
          ImportReport report =
              new CatalogueImporter(
                      vertx,
                      new PgCatalogue(database.poolForLongWork(vertx)),
                      new AudioStore(configuration.audioFolder()),
                      new CoverStore(configuration.coversFolder()))
                  .run(folder, new ImportProgressText(System.err, System::nanoTime))
                  .await();
          ReportText.print(report, System.out);
          System.out.println("Data folder: " + configuration.dataFolder());
        });
  }

  private static void renewEpoch(Configuration configuration) {
    if (configuration.database().isEmpty() && !EmbeddedDatabase.isIn(configuration.dataFolder())) {
      throw new StartupFailure(
          "there is no database in " + configuration.dataFolder() + ": set DATA_DIR");
    }
    besideServers(
        configuration,
        (vertx, database) -> {
          String epoch = new PgEpoch(database.poolForLongWork(vertx)).renew().await();
          System.out.println("A new epoch has begun: " + epoch);
        });
  }

  /** What is done on the database of a running server or, where none runs, on one of its own. */
  private static void besideServers(Configuration configuration, BiConsumer<Vertx, Database> work) {
    if (configuration.database().isEmpty()
        && !EmbeddedDatabase.isOwned(configuration.dataFolder())) {
      configuration.data().refuseBesideOthers(RunningServers.dataFolders(), RunningServers.isAny());
    }
    sayWhereFound(configuration.data());
    DatabaseOwner owner = new DatabaseOwner(FAILED);
    Runtime.getRuntime().addShutdownHook(new Thread(owner::stop, "shutdown"));
    Vertx vertx = Database.eventLoops();
    try (Database database =
        Database.toImport(
            configuration.database(),
            configuration.databaseWait(),
            configuration.dataFolder(),
            configuration.databaseAccount(),
            owner)) {
      work.accept(vertx, database);
    } catch (ImportRefused e) {
      throw new StartupFailure(e.getMessage(), e);
    } catch (RuntimeException e) {
      // Told to stop, the process takes the database away from the work.
      if (!owner.isStopped()) {
        throw e;
      }
    } finally {
      vertx.close().await();
      Logs.end();
    }
  }

  private static void sayWhereFound(DataFolder data) {
    if (data.choice() == DataFolder.Choice.FOUND_HERE) {
      System.err.println(
          "salafi-durus: using the data folder of this working directory, "
              + data.path()
              + "; set DATA_DIR to use it from elsewhere too");
    }
  }

  /** Whoever is told that the server is ready may rely on it: a push would be committed now. */
  private static void awaitEachWay(Vertx vertx, Database database, DatabaseHealthCheck watch) {
    try {
      watch.start(vertx).await();
    } catch (Exception e) {
      throw database.cannotBeUsed(e);
    }
  }

  /** A connection of its own, on an event loop of its own. */
  private static DatabaseHealthCheck.Way ownWay(Vertx vertx, Database database, String name) {
    return new DatabaseHealthCheck.Way(
        name, database.ownConnection(vertx), Batcher.on(ServerLifecycle.eventLoop(vertx)));
  }

  /** A router for one event loop. What it reaches is shared by all of them. */
  static Supplier<Router> routes(
      Vertx vertx,
      Pool pool,
      DatabaseHealthCheck watch,
      AudioStore audio,
      CoverStore covers,
      AppFiles app,
      AccountsApi accounts,
      ListeningApi listening,
      CallLimits callLimits,
      ConnectionGuard guard,
      HttpLimits limits) {
    RequestBudgets budgets = RequestBudgets.of(limits);
    RequestsInFlight inFlight = new RequestsInFlight(limits, guard.proxies());
    Overload overload =
        new Overload(guard::isExhausted, inFlight::isExhausted, budgets::isExhausted);
    CatalogueApi catalogue = new CatalogueApi(new PgCatalogue(pool));
    Endpoints endpoints = endpoints(accounts, catalogue, listening);
    return () -> {
      Router router = Router.router(vertx);
      Deadlines deadlines = new Deadlines(vertx);
      new FailureHandler().mount(router);
      router.route().handler(new SecurityHeaders());
      UnreadBodies unread = new UnreadBodies(deadlines);
      mountHealth(router, unread, overload, new HealthHandler(watch::trouble));
      router.route().handler(inFlight);
      router
          .route("/connect/*")
          .handler(
              new EndpointHandler(
                  endpoints, accounts, callLimits, budgets, deadlines, DatabaseFault::asRefusal));
      router.route().handler(unread);
      new AudioRoutes(audio).mount(router);
      new CoverRoutes(covers).mount(router);
      router.route("/").handler(app.translations());
      router.route().handler(app.shell());
      return router;
    };
  }

  /** Before the bound of requests: a server that is full says so, and is not taken for dead. */
  private static void mountHealth(
      Router router, UnreadBodies unread, Overload overload, HealthHandler health) {
    router.get("/health").handler(unread).handler(overload).handler(health);
    router.get("/health/ready").handler(unread).handler(overload).handler(health);
    router.get("/health/live").handler(unread).handler(HealthHandler::live);
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
   *
   * @param ways where each lane's is added
   */
  private static ListeningLedger ledger(
      Vertx vertx,
      Database database,
      Pool pool,
      Configuration configuration,
      SyncMetrics metrics,
      List<DatabaseHealthCheck.Way> ways) {
    ObservedLedger single = new ObservedLedger(new PgListeningLedger(pool), metrics);
    if (!configuration.groupCommit()) {
      return single;
    }
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    List<DatabaseHealthCheck.Way> own =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> ownWay(vertx, database, "commit lane " + i))
            .toList();
    ways.addAll(own);
    CommitLanes commits =
        new CommitLanes(single, own.stream().map(way -> lane(way, single, metrics)).toList());
    metrics.observeQueue(commits::waitingPushes);
    return commits;
  }

  private static GroupCommit lane(
      DatabaseHealthCheck.Way way, ListeningLedger waiting, SyncMetrics metrics) {
    return new GroupCommit(
        way.loop(),
        new ObservedLedger(PgListeningLedger.thatWaitsForNoLock(way.pool()), metrics),
        waiting,
        GroupCommit.Bounds.USUAL);
  }

  /** What the browser gets as it was built. */
  record AppFiles(ShellHandler shell, TranslationsHandler translations) {

    static AppFiles load(ClassLoader loader) {
      return new AppFiles(
          ShellHandler.load(loader, ShellHandler.BUNDLE_FOLDER),
          TranslationsHandler.load(loader, TranslationsHandler.TEXTS_FOLDER, Locale.ENGLISH));
    }
  }
}

package app.durus.server.app;

import app.durus.contract.accounts.AccountEndpoint;
import app.durus.contract.catalogue.CatalogueEndpoint;
import app.durus.contract.listening.ListeningEndpoint;
import app.durus.server.accounts.AccountsApi;
import app.durus.server.accounts.email.EmailApi;
import app.durus.server.accounts.export.AccountExport;
import app.durus.server.accounts.openid.OpenIdRoutes;
import app.durus.server.audio.AudioRoutes;
import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.CachedLinkTitles;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.catalogue.pg.PgLinkTitles;
import app.durus.server.catalogue.snapshot.SnapshotRoutes;
import app.durus.server.covers.CoverRoutes;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.DatabaseFault;
import app.durus.server.hilla.CallLimits;
import app.durus.server.hilla.EndpointHandler;
import app.durus.server.hilla.Endpoints;
import app.durus.server.hilla.ListenerDownload;
import app.durus.server.http.ConcurrencyLimit;
import app.durus.server.http.ConnectionGuard;
import app.durus.server.http.Deadlines;
import app.durus.server.http.HttpLimits;
import app.durus.server.http.Overload;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.RequestsInFlight;
import app.durus.server.http.ServerPath;
import app.durus.server.http.UnreadBodies;
import app.durus.server.listening.ListeningApi;
import app.durus.server.observability.AccessLog;
import app.durus.server.observability.HealthHandler;
import app.durus.server.shell.FailureHandler;
import app.durus.server.shell.LinkPreviewHandler;
import app.durus.server.shell.SecurityHeaders;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The order of the handlers, and the function behind each endpoint method. */
final class Routes {

  /**
   * What an operator sees of requests.
   *
   * @param accessLog whether each request gets a line of the log
   */
  record Supervision(HealthHandler health, boolean accessLog) {}

  private Routes() {}

  /** Makes a router for each event loop. All routers share what their handlers use. */
  static Supplier<Router> create(
      Vertx vertx,
      Pool pool,
      Supervision supervision,
      AudioRoutes audio,
      CoverStore covers,
      SnapshotRoutes snapshots,
      BuiltApp app,
      AccountsApi accounts,
      EmailApi email,
      ListeningApi listening,
      AccountExport export,
      Optional<OpenIdRoutes> openId,
      CallLimits callLimits,
      ConnectionGuard guard,
      HttpLimits limits) {
    RequestBudgets budgets = RequestBudgets.of(limits);
    RequestsInFlight inFlight = new RequestsInFlight(limits, guard.proxies());
    Overload overload =
        new Overload(guard::isExhausted, inFlight::isExhausted, budgets::isExhausted);
    CatalogueApi catalogue = new CatalogueApi(new PgCatalogue(pool));
    LinkPreviewHandler previews =
        new LinkPreviewHandler(
            app.shell().indexHtml(),
            app.basePath(),
            new LinkPreviews(
                    new CachedLinkTitles(
                        new PgLinkTitles(pool), Batcher.on(ServerLifecycle.eventLoop(vertx))))
                ::of);
    ConcurrencyLimit<UUID> exports = new ConcurrencyLimit<>(1);
    Endpoints endpoints = endpoints(accounts, email, catalogue, listening);
    return () -> {
      Router router = Router.router(vertx);
      Deadlines deadlines = new Deadlines(vertx);
      new FailureHandler().mount(router);
      router.route().handler(app.basePath());
      router.route().handler(new SecurityHeaders());
      UnreadBodies unread = new UnreadBodies(deadlines);
      mountHealth(router, unread, overload, supervision.health());
      if (supervision.accessLog()) {
        router.route().handler(AccessLog.handler());
      }
      router.route().handler(inFlight);
      router
          .route(ServerPath.CONNECT.andBelow())
          .handler(
              new EndpointHandler(
                  endpoints,
                  accounts,
                  callLimits,
                  budgets,
                  deadlines,
                  DatabaseFault::asRequestError));
      router.route().handler(unread);
      audio.mount(router);
      new CoverRoutes(covers).mount(router);
      snapshots.mount(router);
      router
          .get(ServerPath.EXPORT.path())
          .handler(
              new ListenerDownload(
                  accounts,
                  callLimits,
                  exports,
                  deadlines,
                  DatabaseFault::asRequestError,
                  "salafi-durus.json",
                  export::write));
      openId.ifPresent(routes -> routes.mount(router));
      router.route("/").handler(app.translations());
      router.route().handler(previews);
      router.route().handler(app.shell());
      return router;
    };
  }

  /** Health is mounted before the bound of requests, so that a full server still answers. */
  private static void mountHealth(
      Router router, UnreadBodies unread, Overload overload, HealthHandler handler) {
    String health = ServerPath.HEALTH.path();
    router.get(health).handler(unread).handler(overload).handler(handler);
    router.get(health + "/ready").handler(unread).handler(overload).handler(handler);
    router.get(health + "/live").handler(unread).handler(HealthHandler::live);
  }

  private static Endpoints endpoints(
      AccountsApi accounts, EmailApi email, CatalogueApi catalogue, ListeningApi listening) {
    return Endpoints.ofPackage("app.durus.contract", ListeningEndpoint.class)
        .bind(AccountEndpoint.class, "signUp", accounts::signUp)
        .bind(AccountEndpoint.class, "signIn", accounts::signIn)
        .bind(AccountEndpoint.class, "resetPassword", accounts::resetPassword)
        .bind(AccountEndpoint.class, "sendPasswordCode", email::sendPasswordCode)
        .bind(AccountEndpoint.class, "emailAddress", email::emailAddress)
        .bind(AccountEndpoint.class, "changeEmailAddress", email::changeEmailAddress)
        .bind(AccountEndpoint.class, "confirmEmailAddress", email::confirmEmailAddress)
        .bind(AccountEndpoint.class, "removeEmailAddress", email::removeEmailAddress)
        .bind(AccountEndpoint.class, "changePassword", accounts::changePassword)
        .bind(AccountEndpoint.class, "deleteAccount", accounts::deleteAccount)
        .bind(AccountEndpoint.class, "sessions", accounts::sessions)
        .bind(AccountEndpoint.class, "endSession", accounts::endSession)
        .bind(AccountEndpoint.class, "endOtherSessions", accounts::endOtherSessions)
        .bind(AccountEndpoint.class, "signOut", accounts::signOut)
        .bind(AccountEndpoint.class, "signInOptions", accounts::signInOptions)
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
}

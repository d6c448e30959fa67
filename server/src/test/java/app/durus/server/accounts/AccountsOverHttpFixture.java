package app.durus.server.accounts;

import app.durus.contract.accounts.AccountEndpoint;
import app.durus.server.accounts.email.EmailAccounts;
import app.durus.server.accounts.email.EmailApi;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.hilla.Endpoints;
import app.durus.server.hilla.RunningServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract's accounts over HTTP and PostgreSQL, composed as in production. */
@ExtendWith(PostgresExtension.class)
abstract class AccountsOverHttpFixture {

  static final String PASSWORD = "correct horse";

  final String name = "listener " + UUID.randomUUID();
  Vertx vertx;
  Pool pool;
  RunningServer server;

  @BeforeEach
  void start(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    server = serve(SignUpPolicy.OPEN);
  }

  /** A server on this database. */
  RunningServer serve(SignUpPolicy policy) {
    PgAccountStore store = new PgAccountStore(pool, pool, Runnable::run);
    Sessions sessions = new Sessions(store);
    AccountParts parts =
        new AccountParts(
            store,
            sessions,
            new Passwords(vertx),
            new SignInLimits(),
            new DeviceTokens(store.deviceSecret().await()));
    Optional<EmailAccounts> sending = email(parts);
    EmailApi email = new EmailApi(sending);
    AccountsApi api =
        new AccountsApi(parts, new SignInWays(policy, true, Optional.empty(), sending.isPresent()));
    Endpoints endpoints =
        RunningServer.endpoints(AccountEndpoint.class)
            .bind(AccountEndpoint.class, "signUp", api::signUp)
            .bind(AccountEndpoint.class, "signIn", api::signIn)
            .bind(AccountEndpoint.class, "resetPassword", api::resetPassword)
            .bind(AccountEndpoint.class, "sendPasswordCode", email::sendPasswordCode)
            .bind(AccountEndpoint.class, "emailAddress", email::emailAddress)
            .bind(AccountEndpoint.class, "changeEmailAddress", email::changeEmailAddress)
            .bind(AccountEndpoint.class, "confirmEmailAddress", email::confirmEmailAddress)
            .bind(AccountEndpoint.class, "removeEmailAddress", email::removeEmailAddress)
            .bind(AccountEndpoint.class, "changePassword", api::changePassword)
            .bind(AccountEndpoint.class, "deleteAccount", api::deleteAccount)
            .bind(AccountEndpoint.class, "sessions", api::sessions)
            .bind(AccountEndpoint.class, "endSession", api::endSession)
            .bind(AccountEndpoint.class, "endOtherSessions", api::endOtherSessions)
            .bind(AccountEndpoint.class, "signOut", api::signOut)
            .bind(AccountEndpoint.class, "signInOptions", api::signInOptions)
            .bind(AccountEndpoint.class, "session", api::session)
            .build();
    return RunningServer.serving(vertx, endpoints, api);
  }

  /** What sends e-mail; empty for a server that sends none. */
  Optional<EmailAccounts> email(AccountParts parts) {
    return Optional.empty();
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  HttpResponse<String> sign(String upOrIn, String asName, String password, String... more) {
    return server.call(
        "AccountEndpoint/" + upOrIn,
        new JsonObject().put("name", asName).put("password", password),
        more);
  }

  HttpResponse<String> session(String cookie) {
    return server.call("AccountEndpoint/session", "{}", "Cookie", cookie);
  }

  static String outcome(HttpResponse<String> response) {
    return new JsonObject(response.body()).getString("outcome");
  }

  static String setCookie(HttpResponse<String> response) {
    return setCookie(response, "durus_session");
  }

  static String setCookie(HttpResponse<String> response, String name) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  static String cookie(HttpResponse<String> response) {
    return setCookie(response).split(";", 2)[0];
  }

  static JsonObject account(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("account");
  }
}

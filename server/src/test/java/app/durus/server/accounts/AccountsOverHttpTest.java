package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.AccountEndpoint;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.hilla.Endpoints;
import app.durus.server.hilla.RunningServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract's accounts over HTTP and PostgreSQL, composed as in production. */
@ExtendWith(PostgresExtension.class)
class AccountsOverHttpTest {

  private static final String PASSWORD = "correct horse";

  private final String name = "listener " + UUID.randomUUID();
  private Vertx vertx;
  private Pool pool;
  private RunningServer server;

  @BeforeEach
  void start(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    PgAccountStore store = new PgAccountStore(pool, pool, Runnable::run);
    Sessions sessions = new Sessions(store);
    AccountsApi api =
        new AccountsApi(
            new Accounts(
                store,
                sessions,
                new Passwords(vertx),
                new SignInLimits(),
                new DeviceTokens(store.deviceSecret().await())),
            sessions);
    Endpoints endpoints =
        RunningServer.endpoints(AccountEndpoint.class)
            .bind(AccountEndpoint.class, "signUp", api::signUp)
            .bind(AccountEndpoint.class, "signIn", api::signIn)
            .bind(AccountEndpoint.class, "signOut", api::signOut)
            .bind(AccountEndpoint.class, "session", api::session)
            .build();
    server = RunningServer.serving(vertx, endpoints, api);
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  private HttpResponse<String> sign(String upOrIn, String asName, String password, String... more) {
    return server.call(
        "AccountEndpoint/" + upOrIn,
        new JsonObject().put("name", asName).put("password", password),
        more);
  }

  private HttpResponse<String> session(String cookie) {
    return server.call("AccountEndpoint/session", "{}", "Cookie", cookie);
  }

  private static String outcome(HttpResponse<String> response) {
    return new JsonObject(response.body()).getString("outcome");
  }

  private static String setCookie(HttpResponse<String> response) {
    return setCookie(response, "durus_session");
  }

  private static String setCookie(HttpResponse<String> response, String name) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .findFirst()
        .orElseThrow();
  }

  private static String cookie(HttpResponse<String> response) {
    return setCookie(response).split(";", 2)[0];
  }

  private static JsonObject account(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("account");
  }

  @Test
  void signingUpSignsInAndTheSessionSaysWho() {
    long before = System.currentTimeMillis();
    HttpResponse<String> signedUp = sign("signUp", " " + name, PASSWORD);

    assertThat(outcome(signedUp)).isEqualTo("SIGNED_IN");
    assertThat(account(signedUp).getString("name")).isEqualTo(name);
    HttpResponse<String> session = session(cookie(signedUp));
    assertThat(account(session)).isEqualTo(account(signedUp));
    assertThat(new JsonObject(session.body()).getLong("serverTime"))
        .isBetween(before - 60_000, System.currentTimeMillis() + 60_000);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    String plain = setCookie(sign("signUp", name, PASSWORD));
    String overTls = setCookie(sign("signIn", name, PASSWORD, "X-Forwarded-Proto", "https, http"));

    assertThat(plain)
        .matches("durus_session=[A-Za-z0-9_-]{43}; .*")
        .contains("Max-Age=31536000", "Path=/", "SameSite=Strict")
        .containsIgnoringCase("HttpOnly")
        .doesNotContain("Secure", "Domain");
    assertThat(overTls).contains("Secure");
  }

  @Test
  void neitherPasswordNorTokenStandsInTheDatabase() {
    String token = cookie(sign("signUp", name, PASSWORD)).substring("durus_session=".length());

    String everything =
        pool.query(
                "SELECT (SELECT string_agg(l::text, ' ') FROM listener l)"
                    + " || (SELECT string_agg(s::text, ' ') FROM listener_session s)")
            .execute()
            .await()
            .iterator()
            .next()
            .getString(0);
    assertThat(everything).contains(name, "$argon2id$").doesNotContain(PASSWORD, token);
  }

  @Test
  void whoSignsInIsTheSameListener() {
    JsonObject signedUp = account(sign("signUp", name, PASSWORD));

    HttpResponse<String> signedIn = sign("signIn", name.toUpperCase(Locale.ROOT), PASSWORD);

    assertThat(account(signedIn)).isEqualTo(signedUp);
    assertThat(account(session(cookie(signedIn)))).isEqualTo(signedUp);
  }

  @Test
  void aWrongNameAndAWrongPasswordAreTheSameAnswer() {
    sign("signUp", name, PASSWORD);

    HttpResponse<String> wrongPassword = sign("signIn", name, "another horse");
    HttpResponse<String> wrongName = sign("signIn", name + "?", PASSWORD);
    HttpResponse<String> noName = sign("signIn", "\u202E", PASSWORD);

    assertThat(wrongPassword.body())
        .isEqualTo("{\"outcome\":\"WRONG_NAME_OR_PASSWORD\",\"account\":null}")
        .isEqualTo(wrongName.body())
        .isEqualTo(noName.body());
    assertThat(wrongPassword.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aNameIsGivenOnce() {
    sign("signUp", name, PASSWORD);

    HttpResponse<String> again = sign("signUp", "  " + name.replace("l", "L"), "another horse");

    assertThat(outcome(again)).isEqualTo("NAME_TAKEN");
    assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("SIGNED_IN");
  }

  @Test
  void ofManyWhoWantANameAtOnceOneGetsIt() throws Exception {
    List<Callable<String>> all =
        IntStream.range(0, 8)
            .<Callable<String>>mapToObj(i -> () -> outcome(sign("signUp", name, PASSWORD + i)))
            .toList();

    List<String> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var ended : threads.invokeAll(all)) {
        outcomes.add(ended.get());
      }
    }

    assertThat(outcomes).containsOnlyOnce("SIGNED_IN");
    assertThat(outcomes).filteredOn("NAME_TAKEN"::equals).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'correct horse', NAME_INVALID",
    "'a\u0000', 'correct horse', NAME_INVALID",
    "'somebody', '1234567', PASSWORD_INVALID",
  })
  void whatCannotBeAnAccountIsSaidAndNotMade(String as, String password, String outcome) {
    HttpResponse<String> response = sign("signUp", as, password);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(outcome(response)).isEqualTo(outcome);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void signingOutEndsTheSessionAndForgetsTheCookie() {
    String here = cookie(sign("signUp", name, PASSWORD));
    String elsewhere = cookie(sign("signIn", name, PASSWORD));

    HttpResponse<String> signedOut = server.call("AccountEndpoint/signOut", "{}", "Cookie", here);

    assertThat(signedOut.statusCode()).isEqualTo(200);
    assertThat(signedOut.body()).isEqualTo("null");
    assertThat(setCookie(signedOut)).startsWith("durus_session=;").contains("Max-Age=0");
    assertThat(account(session(here))).isNull();
    assertThat(server.call("AccountEndpoint/signOut", "{}", "Cookie", here).statusCode())
        .isEqualTo(401);
    assertThat(account(session(elsewhere))).isNotNull();
  }

  @Test
  void signingInAgainEndsTheSessionThatTheBrowserForgets() {
    String first = cookie(sign("signUp", name, PASSWORD));

    String second = cookie(sign("signIn", name, PASSWORD, "Cookie", first));

    assertThat(second).isNotEqualTo(first);
    assertThat(account(session(first))).isNull();
    assertThat(account(session(second))).isNotNull();
  }

  @Test
  void aFailedSignInLeavesTheSessionAlone() {
    String cookie = cookie(sign("signUp", name, PASSWORD));

    sign("signIn", name, "another horse", "Cookie", cookie);

    assertThat(account(session(cookie))).isNotNull();
  }

  @Test
  void aForgedCookieIsNobody() {
    for (String forged : List.of("x", "A".repeat(43), "", "' OR 1=1", "ü")) {
      HttpResponse<String> response = session("durus_session=" + forged);
      assertThat(response.statusCode()).as(forged).isEqualTo(200);
      assertThat(account(response)).as(forged).isNull();
    }
  }

  @Test
  void theCookieIsKeptAsLongAsTheSessionThatARequestRenewed() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    pool.query("UPDATE listener_session SET last_seen_at = now() - interval '2 days'")
        .execute()
        .await();

    HttpResponse<String> renewing = session(cookie);

    assertThat(setCookie(renewing)).startsWith(cookie + "; ").contains("Max-Age=31536000");
    assertThat(session(cookie).headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void whoSignsOutGetsNoRenewedCookie() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    pool.query("UPDATE listener_session SET last_seen_at = now() - interval '2 days'")
        .execute()
        .await();

    HttpResponse<String> signedOut = server.call("AccountEndpoint/signOut", "{}", "Cookie", cookie);

    assertThat(setCookie(signedOut)).startsWith("durus_session=;");
  }

  @Test
  void whoGuessesIsToldToWaitAndNobodyElseIs() {
    String device = setCookie(sign("signUp", name, PASSWORD), "durus_device").split(";", 2)[0];

    HttpResponse<String> guess = sign("signIn", name, "wrong password");
    for (int i = 0; guess.statusCode() == 200; i++) {
      assertThat(i).as("guesses").isLessThan(10);
      assertThat(outcome(guess)).isEqualTo("WRONG_NAME_OR_PASSWORD");
      guess = sign("signIn", name, "wrong password " + i);
    }

    assertThat(guess.statusCode()).isEqualTo(429);
    assertThat(guess.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(RunningServer.messageOf(guess)).isEqualTo("Too many attempts. Try again in 1 s.");
    assertThat(sign("signIn", name, PASSWORD).statusCode()).as("from there").isEqualTo(429);
    assertThat(outcome(sign("signIn", name, PASSWORD, "Cookie", device)))
        .as("from there, on a device that is known")
        .isEqualTo("SIGNED_IN");
    try (HttpClient elsewhere = clientAt("127.0.0.77")) {
      assertThat(outcome(signIn(elsewhere, name, PASSWORD))).isEqualTo("SIGNED_IN");
    }
  }

  @Test
  void aNameThatNobodyHasIsLimitedLikeOneThatSomebodyHas() {
    sign("signUp", name, PASSWORD);

    assertThat(statusesOfGuesses(name)).isEqualTo(statusesOfGuesses("nobody " + name));
  }

  private List<Integer> statusesOfGuesses(String of) {
    return IntStream.range(0, 8).mapToObj(i -> sign("signIn", of, "guess").statusCode()).toList();
  }

  private static HttpClient clientAt(String address) {
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .localAddress(InetAddress.getByName(address))
          .build();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private HttpResponse<String> signIn(HttpClient client, String asName, String password) {
    try {
      return client.send(
          server
              .request("/connect/AccountEndpoint/signIn")
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofString(
                      new JsonObject().put("name", asName).put("password", password).encode()))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

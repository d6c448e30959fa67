package app.durus.server.accounts.openid;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.SessionToken;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.SignUpPolicy;
import app.durus.server.accounts.pg.PgAccountAdministration;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.accounts.pg.PgIdentityStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.hilla.RunningServer;
import app.durus.server.http.BasePath;
import app.durus.server.processes.Ports;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing in with a real OpenID Connect provider, as a browser does it. It runs after the build has
 * installed the provider from npm.
 */
@ExtendWith(PostgresExtension.class)
class OpenIdIT {

  @TempDir Path folder;

  private final String somebody = UUID.randomUUID().toString().replace("-", "");
  private Vertx vertx;
  private Pool pool;
  private PgAccountAdministration operator;
  private Sessions sessions;
  private RunningServer server;
  private int providerPort;
  private TestProvider provider;

  @BeforeEach
  void start(TestDatabase database) throws IOException {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    operator = new PgAccountAdministration(pool);
    sessions = new Sessions(new PgAccountStore(pool, pool, Runnable::run));
    providerPort = Ports.free();
    server = serve(SignUpPolicy.OPEN);
    provider = startProvider();
  }

  private RunningServer serve(SignUpPolicy signUp) {
    return serve(signUp, BasePath.ROOT);
  }

  private RunningServer serve(SignUpPolicy signUp, BasePath basePath) {
    OpenIdSettings settings =
        new OpenIdSettings(
            TestProvider.issuer(providerPort),
            TestProvider.CLIENT_ID,
            TestProvider.CLIENT_SECRET,
            "the provider");
    OpenIdRoutes routes =
        new OpenIdRoutes(
            new OpenIdProvider(vertx, settings),
            new OpenIdAccounts(new PgIdentityStore(pool), signUp),
            new SignInLimits());
    return RunningServer.of(
        vertx,
        router -> {
          router.route().handler(basePath);
          routes.mount(router);
        });
  }

  private TestProvider startProvider() throws IOException {
    return startProvider(server, "");
  }

  private TestProvider startProvider(RunningServer forApp, String path) throws IOException {
    return TestProvider.start(
        providerPort,
        "http://127.0.0.1:" + forApp.port() + path + "/openid/callback",
        folder.resolve("provider.log"));
  }

  @AfterEach
  void stop() {
    provider.close();
    server.close();
    vertx.close().await();
  }

  private ProviderBrowser browser() {
    return new ProviderBrowser(server.port());
  }

  private Optional<UUID> listenerOf(ProviderBrowser browser) {
    return SessionToken.of(browser.session())
        .flatMap(token -> sessions.find(token).await())
        .map(found -> found.listenerId());
  }

  private String nameOf(UUID listenerId) {
    return pool.preparedQuery("SELECT name FROM listener WHERE id = $1")
        .execute(Tuple.of(listenerId))
        .await()
        .iterator()
        .next()
        .getString(0);
  }

  @Test
  void somebodyNewGetsAnAccountAndComesBackToIt() {
    ProviderBrowser first = browser();
    assertThat(first.signIn("a:" + somebody)).isEqualTo("done");
    UUID listenerId = listenerOf(first).orElseThrow();
    assertThat(nameOf(listenerId)).isEqualTo(somebody);
    assertThat(first.sessionCookie())
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/");

    ProviderBrowser second = browser();
    assertThat(second.signIn("a:" + somebody)).isEqualTo("done");
    assertThat(listenerOf(second)).contains(listenerId);
    assertThat(second.session()).isNotEqualTo(first.session());
  }

  @Test
  void belowABasePathTheBrowserComesBackBelowIt() throws IOException {
    String path = "/durus/app";
    provider.close();
    try (RunningServer below = serve(SignUpPolicy.OPEN, BasePath.parse(path))) {
      provider = startProvider(below, path);
      ProviderBrowser browser = new ProviderBrowser(below.port(), path);
      assertThat(browser.signIn("a:" + somebody)).isEqualTo("done");
      assertThat(browser.sessionCookie()).contains("Path=" + path + "/;");
      assertThat(listenerOf(browser)).isPresent();
    }
  }

  @Test
  void sameNamesAndAddressesOfTheProviderLinkNothing() {
    String taken = "SELECT id FROM listener WHERE name_key = $1";
    ProviderBrowser one = browser();
    ProviderBrowser other = browser();
    assertThat(one.signIn("a:" + somebody)).isEqualTo("done");
    assertThat(other.signIn("b:" + somebody)).isEqualTo("done");

    assertThat(listenerOf(other)).isNotEqualTo(listenerOf(one));
    assertThat(nameOf(listenerOf(other).orElseThrow())).startsWith(somebody + " ");
    assertThat(pool.preparedQuery(taken).execute(Tuple.of(somebody)).await().size()).isEqualTo(1);
  }

  @Test
  void refusingThereIsToldHere() {
    ProviderBrowser browser = browser();
    assertThat(browser.cancel()).isEqualTo("cancelled");
    assertThat(listenerOf(browser)).isEmpty();
  }

  @Test
  void aProviderThatIsDownIsToldAndUsedOnceItIsBack() throws IOException {
    provider.close();
    ProviderBrowser browser = browser();
    assertThat(browser.signIn(somebody)).isEqualTo("unavailable");
    provider = startProvider();
    assertThat(browser.signIn(somebody)).isEqualTo("done");

    browser = browser();
    String back = browser.comeBackTo(somebody);
    provider.close();
    assertThat(browser.end(back)).isEqualTo("unavailable");
    provider = startProvider();
  }

  @Test
  void aCodeSignsInOnlyTheBrowserThatWasSentAndOnlyOnce() {
    ProviderBrowser victim = browser();
    ProviderBrowser attacker = browser();
    String back = attacker.comeBackTo("attacker:" + somebody);
    victim.begin();
    assertThat(victim.end(back)).as("another browser's code").isEqualTo("failed");
    assertThat(browser().end(back)).as("a browser that was never sent").isEqualTo("failed");
    assertThat(listenerOf(victim)).isEmpty();

    String attempt = attacker.attempt();
    assertThat(attacker.end(back)).isEqualTo("done");
    assertThat(attacker.end(back)).as("the cookie is used up").isEqualTo("failed");
    attacker.keepAttempt(attempt);
    assertThat(attacker.end(back)).as("the code is used up").isEqualTo("unavailable");
  }

  @Test
  void nonceAndCodeVerifierMustBeThoseOfTheAttempt() {
    for (int part : new int[] {1, 2}) {
      ProviderBrowser browser = browser();
      String back = browser.comeBackTo("a:" + somebody + part);
      String[] parts = browser.attempt().split("\\.", -1);
      parts[part] = "A".repeat(43);
      browser.keepAttempt(String.join(".", parts));
      assertThat(browser.end(back)).isEqualTo("unavailable");
      assertThat(listenerOf(browser)).isEmpty();
    }
  }

  @Test
  void anIssuerThatIsNotTheProviderIsRefused() {
    ProviderBrowser browser = browser();
    String back = browser.comeBackTo(somebody);
    assertThat(browser.end(back.replaceFirst("iss=[^&]*", "iss=http%3A%2F%2Felsewhere.example")))
        .isEqualTo("failed");
  }

  @Test
  void aDisabledAccountIsNotSignedIn() {
    ProviderBrowser browser = browser();
    browser.signIn(somebody);
    operator.disable(listenerOf(browser).orElseThrow()).await();
    ProviderBrowser again = browser();
    assertThat(again.signIn(somebody)).isEqualTo("disabled");
    assertThat(listenerOf(again)).isEmpty();
  }

  @Test
  void aDeletedAccountBeginsAnew() {
    ProviderBrowser browser = browser();
    browser.signIn(somebody);
    UUID deleted = listenerOf(browser).orElseThrow();
    operator.delete(deleted).await();
    ProviderBrowser again = browser();
    assertThat(again.signIn(somebody)).isEqualTo("done");
    assertThat(listenerOf(again).orElseThrow()).isNotEqualTo(deleted);
  }

  @Test
  void whoIsNewNeedsAnInvitationWhereSignUpIsByInvitation() throws IOException {
    use(SignUpPolicy.INVITATION);
    assertThat(browser().signIn(somebody)).isEqualTo("invitation");
    assertThat(browser().invitedBy("0000-0000-0000").signIn(somebody)).isEqualTo("code");
    AccountCode code = AccountCode.random();
    operator.addInvitation(code, Duration.ofDays(1)).await();
    assertThat(browser().invitedBy(code.text()).signIn(somebody)).isEqualTo("done");
    assertThat(browser().signIn(somebody)).as("known by now").isEqualTo("done");
    assertThat(browser().invitedBy(code.text()).signIn("other" + somebody))
        .as("a used invitation")
        .isEqualTo("code");
  }

  @Test
  void nobodyNewGetsAnAccountWhereSignUpIsClosed() throws IOException {
    use(SignUpPolicy.CLOSED);
    assertThat(browser().signIn(somebody)).isEqualTo("closed");
    assertThat(operator.find(ListenerName.of(somebody).orElseThrow()).await()).isEmpty();
  }

  private void use(SignUpPolicy policy) throws IOException {
    provider.close();
    server.close();
    server = serve(policy);
    provider = startProvider();
  }
}

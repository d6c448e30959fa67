package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.openid.Identity;
import app.durus.server.accounts.openid.IdentityStore;
import app.durus.server.accounts.pg.PgIdentityStore;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account of an OpenID Connect provider, as its listener sees it over HTTP. */
class AccountWithoutPasswordTest extends AccountsOverHttpFixture {

  private String cookie;

  @BeforeEach
  void add() {
    UUID listenerId = UUID.randomUUID();
    var session = Sessions.newSession(listenerId, "");
    assertThat(
            new PgIdentityStore(pool)
                .add(
                    ListenerName.of(name).orElseThrow(),
                    new Identity("issuer", name, List.of()),
                    session,
                    Optional.empty())
                .await())
        .isEqualTo(IdentityStore.Added.ADDED);
    cookie = "durus_session=" + session.token().text();
  }

  private JsonObject options(String... headers) {
    return new JsonObject(server.call("AccountEndpoint/signInOptions", "{}", headers).body());
  }

  private HttpResponse<String> signedIn(String method, JsonObject body) {
    return server.call("AccountEndpoint/" + method, body, "Cookie", cookie);
  }

  @Test
  void knowsThatItHasNone() {
    assertThat(options("Cookie", cookie).getBoolean("hasPassword")).isFalse();
    String local = cookie(sign("signUp", "local " + name, PASSWORD));
    assertThat(options("Cookie", local).getBoolean("hasPassword")).isTrue();
    assertThat(options().getBoolean("hasPassword")).isTrue();
  }

  @Test
  void signsInByNoPassword() {
    for (String password : List.of(PASSWORD, "", "null")) {
      assertThat(outcome(sign("signIn", name, password))).isEqualTo("WRONG_NAME_OR_PASSWORD");
    }
    JsonObject change = new JsonObject().put("password", PASSWORD).put("newPassword", PASSWORD);
    assertThat(outcome(signedIn("changePassword", change))).isEqualTo("WRONG_PASSWORD");
  }

  @Test
  void isDeletedByItsSession() {
    assertThat(outcome(signedIn("deleteAccount", new JsonObject().putNull("password"))))
        .isEqualTo("DELETED");
    assertThat(new JsonObject(session(cookie).body()).getString("deletedListenerId")).isNotNull();
  }
}

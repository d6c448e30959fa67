package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener who is signed in can do with the account's password and sessions, over HTTP. */
class PasswordAndSessionsTest extends AccountsOverHttpFixture {

  private static final String NEW_PASSWORD = "battery staple";

  @Test
  void aListenerSeesAndEndsSessions() {
    String here = cookie(sign("signUp", name, PASSWORD, "User-Agent", "x".repeat(300)));
    String phone = cookie(sign("signIn", name, PASSWORD, "User-Agent", "A phone"));
    String stranger = cookie(sign("signUp", name + " 2", PASSWORD));

    JsonArray sessions = sessions(here);
    assertThat(sessions).hasSize(2);
    assertThat(sessions.stream().map(JsonObject.class::cast))
        .anySatisfy(one -> assertThat(one.getString("device")).isEqualTo("A phone"))
        .anySatisfy(
            one -> {
              assertThat(one.getString("device")).isEqualTo("x".repeat(200));
              assertThat(one.getBoolean("current")).isTrue();
            });
    String phoneId =
        sessions.stream()
            .map(JsonObject.class::cast)
            .filter(one -> !one.getBoolean("current"))
            .findFirst()
            .orElseThrow()
            .getString("id");

    end(stranger, phoneId);
    assertThat(account(session(phone))).as("ended by somebody else").isNotNull();
    end(here, phoneId);
    assertThat(account(session(phone))).isNull();
    assertThat(account(session(here))).isNotNull();
  }

  private void end(String cookie, String id) {
    assertThat(
            server
                .call(
                    "AccountEndpoint/endSession", new JsonObject().put("id", id), "Cookie", cookie)
                .statusCode())
        .isEqualTo(200);
  }

  private JsonArray sessions(String cookie) {
    return new JsonObject(server.call("AccountEndpoint/sessions", "{}", "Cookie", cookie).body())
        .getJsonArray("sessions");
  }

  @Test
  void allOtherSessionsEndTogether() {
    String here = cookie(sign("signUp", name, PASSWORD));
    String phone = cookie(sign("signIn", name, PASSWORD));
    assertThat(server.call("AccountEndpoint/endOtherSessions", "{}", "Cookie", here).statusCode())
        .isEqualTo(200);
    assertThat(account(session(phone))).isNull();
    assertThat(account(session(here))).isNotNull();
  }

  @Test
  void aChangeOfThePasswordEndsTheOtherSessions() {
    String here = cookie(sign("signUp", name, PASSWORD));
    String phone = cookie(sign("signIn", name, PASSWORD));
    assertThat(change(here, "a wrong one", NEW_PASSWORD)).isEqualTo("WRONG_PASSWORD");
    assertThat(change(here, PASSWORD, "12345678")).isEqualTo("PASSWORD_INVALID");
    assertThat(account(session(phone))).isNotNull();

    assertThat(change(here, PASSWORD, NEW_PASSWORD)).isEqualTo("CHANGED");

    assertThat(account(session(phone))).isNull();
    assertThat(account(session(here))).isNotNull();
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("WRONG_NAME_OR_PASSWORD");
    assertThat(outcome(sign("signIn", name, NEW_PASSWORD))).isEqualTo("SIGNED_IN");
  }

  @Test
  void guessesOfThePasswordBySomebodyWhoFoundADeviceAreLimited() {
    String here = cookie(sign("signUp", name, PASSWORD));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      statuses.add(changing(here, "guess " + i, NEW_PASSWORD).statusCode());
    }
    assertThat(statuses).contains(200, 429);
  }

  private HttpResponse<String> changing(String cookie, String password, String newPassword) {
    return server.call(
        "AccountEndpoint/changePassword",
        new JsonObject().put("password", password).put("newPassword", newPassword),
        "Cookie",
        cookie);
  }

  private String change(String cookie, String password, String newPassword) {
    return outcome(changing(cookie, password, newPassword));
  }
}

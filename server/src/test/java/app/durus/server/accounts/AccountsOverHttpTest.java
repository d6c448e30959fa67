package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.RunningServer;
import io.vertx.core.json.JsonObject;
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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing up, in and out over HTTP. */
class AccountsOverHttpTest extends AccountsOverHttpFixture {

  @Test
  void signingUpOpensASessionThatNamesTheListener() {
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
  void theDatabaseContainsNeitherPasswordNorToken() {
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
  void signingInReturnsTheListenerWhoSignedUp() {
    JsonObject signedUp = account(sign("signUp", name, PASSWORD));

    HttpResponse<String> signedIn = sign("signIn", name.toUpperCase(Locale.ROOT), PASSWORD);

    assertThat(account(signedIn)).isEqualTo(signedUp);
    assertThat(account(session(cookie(signedIn)))).isEqualTo(signedUp);
  }

  @Test
  void aWrongNameAndAWrongPasswordGetTheSameAnswer() {
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
  void aNameBelongsToOneAccount() {
    sign("signUp", name, PASSWORD);

    HttpResponse<String> again = sign("signUp", "  " + name.replace("l", "L"), "another horse");

    assertThat(outcome(again)).isEqualTo("NAME_TAKEN");
    assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("SIGNED_IN");
  }

  @Test
  void oneOfManyConcurrentSignUpsGetsTheName() throws Exception {
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
    "'somebody', 'password', PASSWORD_INVALID",
    "'somebody', 'Somebody1', PASSWORD_INVALID",
    "'somebody', 'aaaaaaaaaa', PASSWORD_INVALID",
  })
  void invalidNamesAndPasswordsAreRefusedWithTheirReason(
      String as, String password, String outcome) {
    HttpResponse<String> response = sign("signUp", as, password);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(outcome(response)).isEqualTo(outcome);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void guessesAreDelayedAndTheListenerElsewhereIsNot() {
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
  void attemptsForAnUnknownNameAreLimitedToo() {
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

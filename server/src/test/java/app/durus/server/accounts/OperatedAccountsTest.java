package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountAdministration.ListedAccount;
import app.durus.server.accounts.pg.PgAccountAdministration;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.hilla.RunningServer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does with accounts, as listeners see it over HTTP. */
class OperatedAccountsTest extends AccountsOverHttpFixture {

  private static final String NEW_PASSWORD = "battery staple";

  /** What stays of a deleted account for a while. */
  private static final List<String> MARKS =
      List.of("listening_ledger.listener_id", "deleted_session.listener_id");

  private AccountAdministration operator;
  private Sessions housekeeping;

  @BeforeEach
  void operate() {
    operator = new PgAccountAdministration(pool);
    housekeeping = new Sessions(new PgAccountStore(pool, pool, Runnable::run));
  }

  private UUID listener() {
    return operator.find(ListenerName.of(name).orElseThrow()).await().orElseThrow();
  }

  private HttpResponse<String> signUp(RunningServer at, String as, String invitation) {
    return at.call(
        "AccountEndpoint/signUp",
        new JsonObject().put("name", as).put("password", PASSWORD).put("invitation", invitation));
  }

  private HttpResponse<String> reset(String code, String password) {
    return server.call(
        "AccountEndpoint/resetPassword",
        new JsonObject().put("code", code).put("password", password));
  }

  private String codeFor(UUID listenerId, Duration lifetime) {
    AccountCode code = AccountCode.random();
    operator.addPasswordReset(code, listenerId, lifetime).await();
    return code.text();
  }

  private String invitation(Duration lifetime) {
    AccountCode code = AccountCode.random();
    operator.addInvitation(code, lifetime).await();
    return code.text();
  }

  @Test
  void aCodeOfTheOperatorReplacesAForgottenPasswordOnce() {
    String before = cookie(sign("signUp", name, PASSWORD));
    String code = codeFor(listener(), Duration.ofDays(1));

    HttpResponse<String> signedIn =
        reset(code.toLowerCase(Locale.ROOT).replace("-", " "), NEW_PASSWORD);

    assertThat(outcome(signedIn)).isEqualTo("SIGNED_IN");
    assertThat(account(session(cookie(signedIn))).getString("name")).isEqualTo(name);
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("WRONG_NAME_OR_PASSWORD");
    assertThat(outcome(sign("signIn", name, NEW_PASSWORD))).isEqualTo("SIGNED_IN");
    assertThat(account(session(before))).as("the session from before").isNull();
    assertThat(outcome(reset(code, PASSWORD))).as("a second time").isEqualTo("CODE_INVALID");
  }

  @Test
  void acodeThatHasEndedOrWasReplacedDoesNotWork() {
    sign("signUp", name, PASSWORD);
    String ended = codeFor(listener(), Duration.ZERO);
    assertThat(outcome(reset(ended, NEW_PASSWORD))).isEqualTo("CODE_INVALID");
    String replaced = codeFor(listener(), Duration.ofDays(1));
    String code = codeFor(listener(), Duration.ofDays(1));
    assertThat(outcome(reset(replaced, NEW_PASSWORD))).isEqualTo("CODE_INVALID");
    assertThat(outcome(reset(invitation(Duration.ofDays(1)), NEW_PASSWORD)))
        .as("an invitation")
        .isEqualTo("CODE_INVALID");
    assertThat(outcome(reset("no code", NEW_PASSWORD))).isEqualTo("CODE_INVALID");
    assertThat(outcome(reset(code, "12345678"))).isEqualTo("PASSWORD_INVALID");
    assertThat(outcome(reset(code, NEW_PASSWORD)))
        .as("after a password that was refused")
        .isEqualTo("SIGNED_IN");
  }

  @Test
  void anInvitationMakesOneAccount() {
    try (RunningServer invited = serve(SignUpPolicy.INVITATION)) {
      String code = invitation(Duration.ofDays(1));
      assertThat(outcome(signUp(invited, name, null))).isEqualTo("INVITATION_NEEDED");
      assertThat(outcome(signUp(invited, name, "0000-0000-0000"))).isEqualTo("CODE_INVALID");
      assertThat(outcome(signUp(invited, name, invitation(Duration.ZERO))))
          .isEqualTo("CODE_INVALID");
      assertThat(outcome(signUp(invited, name, code))).isEqualTo("SIGNED_IN");
      assertThat(outcome(signUp(invited, name + " 2", code))).isEqualTo("CODE_INVALID");
      assertThat(operator.find(ListenerName.of(name + " 2").orElseThrow()).await()).isEmpty();
    }
  }

  @Test
  void aTakenNameDoesNotUseTheInvitationUp() {
    sign("signUp", name, PASSWORD);
    try (RunningServer invited = serve(SignUpPolicy.INVITATION)) {
      String code = invitation(Duration.ofDays(1));
      assertThat(outcome(signUp(invited, name, code))).isEqualTo("NAME_TAKEN");
      assertThat(outcome(signUp(invited, name + " 2", code))).isEqualTo("SIGNED_IN");
    }
  }

  @Test
  void nobodySignsUpWhereThatIsClosed() {
    try (RunningServer closed = serve(SignUpPolicy.CLOSED)) {
      assertThat(outcome(signUp(closed, name, invitation(Duration.ofDays(1)))))
          .isEqualTo("SIGN_UP_CLOSED");
    }
    assertThat(outcome(sign("signUp", name, PASSWORD))).as("elsewhere").isEqualTo("SIGNED_IN");
  }

  @Test
  void aDisabledAccountIsSignedOutAndCannotSignInUntilItIsEnabled() {
    String before = cookie(sign("signUp", name, PASSWORD));
    String code = codeFor(listener(), Duration.ofDays(1));
    operator.disable(listener()).await();

    // An instance that has cached the session serves it for 5 s; this server has not.
    assertThat(account(session(before))).isNull();
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("ACCOUNT_DISABLED");
    assertThat(outcome(sign("signIn", name, NEW_PASSWORD)))
        .as("only who knows the password is told")
        .isEqualTo("WRONG_NAME_OR_PASSWORD");
    assertThat(outcome(reset(code, NEW_PASSWORD))).isEqualTo("CODE_INVALID");

    operator.enable(listener()).await();
    assertThat(outcome(sign("signIn", name, PASSWORD))).isEqualTo("SIGNED_IN");
  }

  @Test
  void deletionLeavesNothingOfAListener() {
    sign("signUp", name, PASSWORD);
    UUID listenerId = listener();
    codeFor(listenerId, Duration.ofDays(1));
    pool.preparedQuery("INSERT INTO listening_ledger (listener_id, revision) VALUES ($1, 1)")
        .execute(Tuple.of(listenerId))
        .await();
    pool.preparedQuery(
            "INSERT INTO listening_state (listener_id, lecture_id, revision) VALUES ($1, $2, 1)")
        .execute(Tuple.of(listenerId, UUID.randomUUID()))
        .await();
    pool.preparedQuery(
            "INSERT INTO listener_identity (issuer, subject, listener_id) VALUES ('i', 's', $1)")
        .execute(Tuple.of(listenerId))
        .await();
    List<String> tables = tablesOfListeners();
    assertThat(tables).contains("listening_state.listener_id", "listener_session.listener_id");
    assertThat(tables)
        .filteredOn(column -> !column.equals("deleted_session.listener_id"))
        .allSatisfy(column -> assertThat(rows(column, listenerId)).isPositive());

    operator.delete(listenerId).await();

    assertThat(tables)
        .filteredOn(column -> !MARKS.contains(column))
        .allSatisfy(column -> assertThat(rows(column, listenerId)).isZero());
    assertThat(outcome(sign("signUp", name, PASSWORD))).as("the name").isEqualTo("SIGNED_IN");

    pool.query("UPDATE listening_ledger SET deleted_at = deleted_at - interval '2 hours'")
        .execute()
        .await();
    pool.query("UPDATE deleted_session SET expires_at = now() - interval '1 s'").execute().await();
    housekeeping.removeExpired().await();
    assertThat(tables).allSatisfy(column -> assertThat(rows(column, listenerId)).isZero());
  }

  @Test
  void theDevicesOfADeletedAccountAreToldUntilTheirSessionsWouldHaveEnded() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    String signedOut = cookie(sign("signIn", name, PASSWORD));
    server.call("AccountEndpoint/signOut", "{}", "Cookie", signedOut);
    assertThat(deleted(cookie)).isNull();
    String listenerId = listener().toString();

    operator.delete(listener()).await();
    pool.query("DELETE FROM listener_session").execute().await();

    assertThat(deleted(cookie)).isEqualTo(listenerId);
    assertThat(deleted(signedOut)).as("a session that ended before").isNull();
    assertThat(deleted("durus_session=" + SessionToken.random().text())).as("nobody's").isNull();

    pool.query("UPDATE deleted_session SET expires_at = now() - interval '1 s'").execute().await();
    housekeeping.removeExpired().await();
    assertThat(deleted(cookie)).isNull();
  }

  private String deleted(String cookie) {
    return new JsonObject(session(cookie).body()).getString("deletedListenerId");
  }

  @Test
  void aListenerDeletesTheAccountWithItsPassword() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    UUID listenerId = listener();

    assertThat(outcome(delete(cookie, "not the password"))).isEqualTo("WRONG_PASSWORD");
    assertThat(operator.find(ListenerName.of(name).orElseThrow()).await()).isPresent();
    assertThat(outcome(delete(cookie, PASSWORD))).isEqualTo("DELETED");

    assertThat(operator.find(ListenerName.of(name).orElseThrow()).await()).isEmpty();
    assertThat(rows("listener_session.listener_id", listenerId)).isZero();
    assertThat(deleted(cookie)).isEqualTo(listenerId.toString());
    assertThat(delete(cookie, PASSWORD).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> delete(String cookie, String password) {
    return server.call(
        "AccountEndpoint/deleteAccount",
        new JsonObject().put("password", password),
        "Cookie",
        cookie);
  }

  /** Every column that holds a listener's id, so that a new table cannot be forgotten. */
  private List<String> tablesOfListeners() {
    List<String> columns = new ArrayList<>(List.of("listener.id"));
    for (Row row :
        pool.query(
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema = current_schema() AND column_name LIKE '%listener_id%'")
            .execute()
            .await()) {
      columns.add(row.getString(0) + "." + row.getString(1));
    }
    return columns;
  }

  private long rows(String column, UUID listenerId) {
    String[] parts = column.split("\\.");
    return pool.preparedQuery("SELECT count(*) FROM " + parts[0] + " WHERE " + parts[1] + " = $1")
        .execute(Tuple.of(listenerId))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void theListTellsWhoIsSignedIn() {
    sign("signUp", name, PASSWORD);
    sign("signIn", name, PASSWORD);
    ListedAccount listed = listed();
    assertThat(listed.sessions()).isEqualTo(2);
    assertThat(listed.disabled()).isFalse();
    assertThat(listed.lastSeenAt()).isAfterOrEqualTo(listed.createdAt());

    operator.disable(listener()).await();
    assertThat(listed().disabled()).isTrue();
    assertThat(listed().lastSeenAt()).isNull();
  }

  private ListedAccount listed() {
    return operator.list().await().stream()
        .filter(account -> account.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7k2m-q9xd-4tba", "7K2M Q9XD 4TBA", "7K2MQ9XD4TBA", "7k2m–q9xd–4tba"})
  void aCodeIsReadAsPeopleWriteIt(String written) {
    assertThat(AccountCode.of(written)).hasValue(new AccountCode("7K2M-Q9XD-4TBA"));
    assertThat(AccountCode.of("OIl0-0000-0000")).hasValue(new AccountCode("0110-0000-0000"));
    assertThat(AccountCode.of("7K2M-Q9XD-4TBU")).as("U is no symbol").isEmpty();
    assertThat(AccountCode.of("7K2M-Q9XD")).isEmpty();
  }
}

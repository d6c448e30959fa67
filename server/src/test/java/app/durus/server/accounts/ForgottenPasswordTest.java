package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.email.EmailAccounts;
import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.email.EmailSettings;
import app.durus.server.accounts.email.EmailStore;
import app.durus.server.accounts.email.SmtpMailer;
import app.durus.server.accounts.pg.PgAccountAdministration;
import app.durus.server.accounts.pg.PgEmailStore;
import app.durus.server.waiting.Eventually;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses and forgotten passwords over HTTP, with a real mail server. */
class ForgottenPasswordTest extends AccountsOverHttpFixture {

  private static final String NEW_PASSWORD = "battery staple";
  private static final Pattern CODE = Pattern.compile("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
  private static final String APP = "https://durus.example/app";

  private final GreenMail mailServer =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  private final String address = "umar." + UUID.randomUUID() + "@durus.example";
  private EmailStore store;
  private AccountAdministration operator;

  @Override
  Optional<EmailAccounts> email(AccountParts parts) {
    mailServer.start();
    store = new PgEmailStore(pool);
    operator = new PgAccountAdministration(pool);
    return Optional.of(
        new EmailAccounts(
            store,
            new SmtpMailer(
                vertx,
                new EmailSettings(
                    "127.0.0.1",
                    mailServer.getSmtp().getPort(),
                    EmailSettings.Security.NONE,
                    Optional.empty(),
                    EmailAddress.of("app@durus.example").orElseThrow(),
                    APP)),
            APP,
            new PresentPassword(parts),
            parts.limits()));
  }

  @AfterEach
  void stopMailServer() {
    mailServer.stop();
  }

  private HttpResponse<String> forgot(String nameOrAddress, String language) {
    return server.call(
        "AccountEndpoint/sendPasswordCode",
        new JsonObject().put("nameOrAddress", nameOrAddress).put("language", language));
  }

  private HttpResponse<String> change(String cookie, String to, String password) {
    return server.call(
        "AccountEndpoint/changeEmailAddress",
        new JsonObject().put("address", to).put("password", password).put("language", "en"),
        "Cookie",
        cookie);
  }

  private HttpResponse<String> confirm(String cookie, String code) {
    return server.call(
        "AccountEndpoint/confirmEmailAddress",
        new JsonObject().put("code", code),
        "Cookie",
        cookie);
  }

  private String addressOf(String cookie) {
    return new JsonObject(
            server.call("AccountEndpoint/emailAddress", "{}", "Cookie", cookie).body())
        .getString("address");
  }

  private HttpResponse<String> reset(String code) {
    return server.call(
        "AccountEndpoint/resetPassword",
        new JsonObject().put("code", code).put("password", NEW_PASSWORD));
  }

  private UUID listener() {
    return operator.find(ListenerName.of(name).orElseThrow()).await().orElseThrow();
  }

  /** The messages to this address once there are so many. */
  private List<MimeMessage> messages(String to, int count) {
    return Eventually.get(
        count + " messages to " + to,
        () -> List.of(mailServer.getReceivedMessagesForDomain(to)),
        there -> there.size() >= count);
  }

  private static String text(MimeMessage message) {
    try {
      return (String) message.getContent();
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String codeIn(MimeMessage message) {
    Matcher code = CODE.matcher(text(message));
    assertThat(code.find()).as(text(message)).isTrue();
    return code.group();
  }

  private String signedUp() {
    return cookie(sign("signUp", name, PASSWORD));
  }

  /** Signs up and confirms the address. */
  private String withAddress() {
    String cookie = signedUp();
    assertThat(outcome(change(cookie, address, PASSWORD))).isEqualTo("DONE");
    assertThat(outcome(confirm(cookie, codeIn(messages(address, 1).getFirst())))).isEqualTo("DONE");
    return cookie;
  }

  @Test
  void aForgottenPasswordIsReplacedByTheLinkOfAMessage() throws Exception {
    String before = withAddress();

    assertThat(forgot(name, "en").statusCode()).isEqualTo(200);

    MimeMessage message = messages(address, 2).getLast();
    assertThat(message.getFrom()[0]).hasToString("Salafi Durus <app@durus.example>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    String code = codeIn(message);
    assertThat(text(message)).contains(name).contains(APP + "/sign-in?code=" + code);
    assertThat(outcome(reset(code))).isEqualTo("SIGNED_IN");
    assertThat(outcome(sign("signIn", name, NEW_PASSWORD))).isEqualTo("SIGNED_IN");
    assertThat(account(session(before))).as("the session from before").isNull();
    assertThat(outcome(reset(code))).as("a second time").isEqualTo("CODE_INVALID");
  }

  @Test
  void theAddressIsFoundInAnyCaseAndTheMessageIsInTheLanguageOfThePage() throws Exception {
    withAddress();
    forgot(address.toUpperCase(Locale.ROOT), "ar");
    MimeMessage message = messages(address, 2).getLast();
    assertThat(message.getSubject()).isEqualTo("كلمة مرور جديدة في دروس سلفية");
    assertThat(text(message)).contains("السلام عليكم " + name);
  }

  @Test
  void theAnswerDoesNotTellWhetherThereIsSuchAnAccount() {
    withAddress();
    HttpResponse<String> known = forgot(name, "en");
    HttpResponse<String> unknown = forgot("nobody " + UUID.randomUUID(), "en");
    HttpResponse<String> noName = forgot(" ", "en");
    assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
    assertThat(unknown.body()).isEqualTo(known.body()).isEqualTo(noName.body());
  }

  /** Were something looked up before the answer, this would wait for the row's lock. */
  @Test
  void theAnswerIsGivenBeforeAnythingIsLookedUp() {
    withAddress();
    pool.withTransaction(
            locking ->
                locking
                    .query("LOCK TABLE listener IN ACCESS EXCLUSIVE MODE")
                    .execute()
                    .compose(
                        locked ->
                            vertx.executeBlocking(() -> forgot(name, "en").statusCode(), false))
                    .map(
                        status -> {
                          assertThat(status).isEqualTo(200);
                          return null;
                        }))
        .await();
    messages(address, 2);
  }

  @Test
  void requestsForOneNameAreLimitedWhetherOrNotThereIsSuchAnAccount() {
    withAddress();
    for (String asked : List.of(name, "nobody " + UUID.randomUUID())) {
      for (int i = 0; i < 4; i++) {
        assertThat(forgot(asked, "en").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> further = forgot(asked, "en");
      assertThat(further.statusCode()).isEqualTo(429);
      assertThat(further.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void codesThatWereSentStayValidWhenMoreAreAskedForAndAreFewAtOnce() {
    withAddress();
    EmailStore.Recipient recipient =
        store.recipients(ListenerName.of(name), Optional.empty()).await().getFirst();
    AccountCode first = AccountCode.random();
    assertThat(store.addPasswordReset(first, recipient, Duration.ofHours(1)).await()).isTrue();
    for (int i = 1; i < EmailStore.MAX_RESETS; i++) {
      assertThat(
              store.addPasswordReset(AccountCode.random(), recipient, Duration.ofHours(1)).await())
          .isTrue();
    }
    AccountCode last = AccountCode.random();
    assertThat(store.addPasswordReset(last, recipient, Duration.ofHours(1)).await()).isFalse();
    assertThat(outcome(reset(last.text()))).isEqualTo("CODE_INVALID");

    assertThat(outcome(reset(first.text()))).isEqualTo("SIGNED_IN");
    assertThat(store.addPasswordReset(last, recipient, Duration.ofHours(1)).await())
        .as("the others have ended")
        .isTrue();
  }

  @Test
  void aCodeThatHasEndedSetsNoPassword() {
    withAddress();
    EmailStore.Recipient recipient =
        store.recipients(ListenerName.of(name), Optional.empty()).await().getFirst();
    AccountCode ended = AccountCode.random();
    store.addPasswordReset(ended, recipient, Duration.ZERO).await();
    assertThat(outcome(reset(ended.text()))).isEqualTo("CODE_INVALID");
  }

  @Test
  void anAddressCountsOnlyOnceTheCodeThatWasSentThereComesBack() {
    String cookie = signedUp();
    assertThat(outcome(change(cookie, address, "not the password"))).isEqualTo("WRONG_PASSWORD");
    assertThat(outcome(change(cookie, "no address", PASSWORD))).isEqualTo("ADDRESS_INVALID");
    assertThat(outcome(change(cookie, address, PASSWORD))).isEqualTo("DONE");
    assertThat(addressOf(cookie)).isNull();
    assertThat(store.recipients(ListenerName.of(name), Optional.empty()).await()).isEmpty();
    MimeMessage message = messages(address, 1).getFirst();
    assertThat(text(message))
        .as("nothing that a listener wrote goes to a stranger")
        .doesNotContain(name);
    String code = codeIn(message);

    assertThat(outcome(reset(code))).as("as a code for a password").isEqualTo("CODE_INVALID");
    String stranger = cookie(sign("signUp", "other " + UUID.randomUUID(), PASSWORD));
    assertThat(outcome(confirm(stranger, code))).as("by another").isEqualTo("CODE_INVALID");
    assertThat(outcome(confirm(cookie, "0000-0000-0000"))).isEqualTo("CODE_INVALID");
    assertThat(outcome(confirm(cookie, code))).isEqualTo("DONE");

    assertThat(addressOf(cookie)).isEqualTo(address);
    assertThat(outcome(confirm(cookie, code))).as("a second time").isEqualTo("CODE_INVALID");
  }

  @Test
  void codesThatWereSentToAnEarlierAddressEnd() {
    String cookie = withAddress();
    forgot(name, "en");
    String sentBefore = codeIn(messages(address, 2).getLast());
    AccountCode ofTheOperator = AccountCode.random();
    operator.addPasswordReset(ofTheOperator, listener(), Duration.ofDays(1)).await();
    String other = "other." + address;
    change(cookie, other, PASSWORD);
    assertThat(outcome(confirm(cookie, codeIn(messages(other, 1).getFirst())))).isEqualTo("DONE");

    assertThat(outcome(reset(sentBefore))).isEqualTo("CODE_INVALID");
    assertThat(outcome(reset(ofTheOperator.text()))).isEqualTo("SIGNED_IN");
  }

  @Test
  void anAddressIsRemovedWithThePassword() {
    String cookie = withAddress();
    JsonObject wrong = new JsonObject().put("password", "not the password");
    JsonObject right = new JsonObject().put("password", PASSWORD);
    assertThat(outcome(server.call("AccountEndpoint/removeEmailAddress", wrong, "Cookie", cookie)))
        .isEqualTo("WRONG_PASSWORD");
    assertThat(addressOf(cookie)).isEqualTo(address);
    assertThat(outcome(server.call("AccountEndpoint/removeEmailAddress", right, "Cookie", cookie)))
        .isEqualTo("DONE");
    assertThat(addressOf(cookie)).isNull();
  }

  @Test
  void aDisabledAccountAndOneWithoutAPasswordAreSentNothing() {
    withAddress();
    operator.disable(listener()).await();
    assertThat(store.recipients(ListenerName.of(name), EmailAddress.of(address)).await()).isEmpty();
    operator.enable(listener()).await();
    assertThat(store.recipients(ListenerName.of(name), EmailAddress.of(address)).await())
        .as("once, although both match")
        .hasSize(1);
    pool.preparedQuery("UPDATE listener SET password_hash = NULL WHERE id = $1")
        .execute(Tuple.of(listener()))
        .await();
    assertThat(store.recipients(ListenerName.of(name), Optional.empty()).await()).isEmpty();
  }

  @Test
  void theOperatorSeesAndSetsTheAddress() {
    signedUp();
    store.set(listener(), EmailAddress.of(address)).await();
    assertThat(operator.list().await())
        .anySatisfy(
            account -> {
              assertThat(account.name()).isEqualTo(name);
              assertThat(account.emailAddress()).isEqualTo(address);
            });
    forgot(name, "en");
    assertThat(outcome(reset(codeIn(messages(address, 1).getFirst())))).isEqualTo("SIGNED_IN");
  }

  @Test
  void theListenerIsToldWhenAMessageCannotBeSent() {
    String cookie = signedUp();
    mailServer.stop();
    assertThat(change(cookie, address, PASSWORD).statusCode()).isEqualTo(503);
    assertThat(forgot(name, "en").statusCode()).isEqualTo(200);
  }

  @Test
  void theAppIsToldThatThisServerSendsEmail() {
    assertThat(
            new JsonObject(server.call("AccountEndpoint/signInOptions", "{}").body())
                .getBoolean("email"))
        .isTrue();
  }
}

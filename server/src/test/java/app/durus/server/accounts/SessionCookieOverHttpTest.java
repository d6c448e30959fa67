package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cookie of a session over HTTP. */
class SessionCookieOverHttpTest extends AccountsOverHttpFixture {

  @Test
  void scriptsAndOtherSitesCannotUseTheCookie() {
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
  void signingOutEndsTheSessionAndRemovesTheCookie() {
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
  void signingInAgainEndsTheFormerSession() {
    String first = cookie(sign("signUp", name, PASSWORD));

    String second = cookie(sign("signIn", name, PASSWORD, "Cookie", first));

    assertThat(second).isNotEqualTo(first);
    assertThat(account(session(first))).isNull();
    assertThat(account(session(second))).isNotNull();
  }

  @Test
  void aFailedSignInKeepsTheSession() {
    String cookie = cookie(sign("signUp", name, PASSWORD));

    sign("signIn", name, "another horse", "Cookie", cookie);

    assertThat(account(session(cookie))).isNotNull();
  }

  @Test
  void aForgedCookieIdentifiesNobody() {
    for (String forged : List.of("x", "A".repeat(43), "", "' OR 1=1", "ü")) {
      HttpResponse<String> response = session("durus_session=" + forged);
      assertThat(response.statusCode()).as(forged).isEqualTo(200);
      assertThat(account(response)).as(forged).isNull();
    }
  }

  @Test
  void renewingTheSessionRenewsTheCookie() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    pool.query("UPDATE listener_session SET last_seen_at = now() - interval '2 days'")
        .execute()
        .await();

    HttpResponse<String> renewing = session(cookie);

    assertThat(setCookie(renewing)).startsWith(cookie + "; ").contains("Max-Age=31536000");
    assertThat(session(cookie).headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void signingOutRenewsNoCookie() {
    String cookie = cookie(sign("signUp", name, PASSWORD));
    pool.query("UPDATE listener_session SET last_seen_at = now() - interval '2 days'")
        .execute()
        .await();

    HttpResponse<String> signedOut = server.call("AccountEndpoint/signOut", "{}", "Cookie", cookie);

    assertThat(setCookie(signedOut)).startsWith("durus_session=;");
  }
}

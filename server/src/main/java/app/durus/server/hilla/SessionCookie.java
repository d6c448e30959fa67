package app.durus.server.hilla;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that carries a session. {@code HttpOnly}: no script can read it. {@code
 * SameSite=Strict}: no other site's request carries it; that costs nothing here, because the page
 * itself needs no cookie and asks for everything else from its own origin. {@code Secure} whenever
 * the browser came by https, as a trusted proxy may tell; over plain http (localhost, a home
 * network) such a cookie would not be stored everywhere, which is also why its name has no {@code
 * __Host-} prefix.
 */
record SessionCookie(String token, Duration lifetime) {

  static final String NAME = "durus_session";

  static SessionCookie keeping(String token, Duration lifetime) {
    return new SessionCookie(token, lifetime);
  }

  static SessionCookie forgotten() {
    return new SessionCookie("", Duration.ZERO);
  }

  static Optional<String> tokenIn(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(NAME))
        .map(Cookie::getValue)
        .filter(token -> !token.isEmpty());
  }

  void addTo(HttpServerRequest request) {
    request
        .response()
        .addCookie(
            Cookie.cookie(NAME, token)
                .setPath("/")
                .setMaxAge(lifetime.toSeconds())
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(request.isSSL()));
  }
}

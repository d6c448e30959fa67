package app.durus.server.hilla;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that carries a session. {@code HttpOnly}: no script can read it. {@code
 * SameSite=Strict}: no other site's request carries it. That costs nothing here, because the page
 * itself needs no cookie and loads everything else from its own origin. {@code Secure} whenever the
 * browser used https, which a trusted proxy may tell. Over plain http (localhost, a home network)
 * some browsers would not store a secure cookie; for the same reason its name has no {@code
 * __Host-} prefix.
 */
public record SessionCookie(String token, Duration lifetime) {

  static final String NAME = "durus_session";

  /** Tells the browser to keep this session's token. */
  public static SessionCookie keeping(String token, Duration lifetime) {
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

  /** Adds it to the answer. */
  public void addTo(HttpServerRequest request) {
    add(request, NAME, "/", token, lifetime);
  }

  /** Adds any cookie that is for this server only. */
  static void add(
      HttpServerRequest request, String name, String path, String value, Duration lifetime) {
    request
        .response()
        .addCookie(
            Cookie.cookie(name, value)
                .setPath(path)
                .setMaxAge(lifetime.toSeconds())
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(request.isSSL()));
  }
}

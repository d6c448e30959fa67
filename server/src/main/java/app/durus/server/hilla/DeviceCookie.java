package app.durus.server.hilla;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie by which a browser is recognized in which somebody signed in before. It signs nobody
 * in: it keeps others' wrong passwords from holding up who signs in again. Sent to the accounts'
 * endpoint only, and kept when the session ends.
 */
record DeviceCookie(String tokens, Duration lifetime) {

  static final String NAME = "durus_device";
  private static final String PATH = "/connect/AccountEndpoint";

  static Optional<String> tokensIn(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(NAME)).map(Cookie::getValue);
  }

  void addTo(HttpServerRequest request) {
    SessionCookie.add(request, NAME, PATH, tokens, lifetime);
  }
}

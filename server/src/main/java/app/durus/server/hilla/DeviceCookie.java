package app.durus.server.hilla;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that recognizes a browser in which somebody signed in before. It signs nobody in. With
 * it, wrong passwords that others try do not delay the listener who signs in again. Browsers send
 * it to the accounts' endpoint only, and keep it when the session ends.
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

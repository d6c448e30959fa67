package app.durus.server.hilla;

import app.durus.server.http.ClientAddress;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract method by a caller who may make it, with parameters that have the
 * contract's types. Whatever an answer wants done with the session's cookie is done when it
 * succeeds.
 */
public final class Call {

  private final Caller caller;
  private final ClientAddress address;
  private final Optional<String> sessionToken;
  private final Optional<String> deviceTokens;
  private final Map<String, JsonNode> parameters;
  private @Nullable SessionCookie cookie;
  private @Nullable DeviceCookie deviceCookie;

  Call(
      Caller caller,
      ClientAddress address,
      Optional<String> sessionToken,
      Optional<String> deviceTokens,
      Map<String, JsonNode> parameters) {
    this.caller = caller;
    this.address = address;
    this.sessionToken = sessionToken;
    this.deviceTokens = deviceTokens;
    this.parameters = parameters;
  }

  public Caller caller() {
    return caller;
  }

  /** Where the call comes from. */
  public ClientAddress address() {
    return address;
  }

  /** What the device's cookie carries, which may be anything. */
  public Optional<String> deviceTokens() {
    return deviceTokens;
  }

  /** The browser is to keep this as the device's cookie. */
  public void keepDevice(String tokens, Duration lifetime) {
    deviceCookie = new DeviceCookie(tokens, lifetime);
  }

  /** The cookie's token, whether a session belongs to it or not. */
  public Optional<String> sessionToken() {
    return sessionToken;
  }

  /** A {@code String} parameter. */
  public String textParameter(String name) {
    return json(name).textValue();
  }

  /** A {@code long} parameter. */
  public long longParameter(String name) {
    return json(name).longValue();
  }

  /**
   * A parameter as it was sent. Of a record or a list only the outermost shape was checked: what is
   * inside is for the answer to judge (R10).
   *
   * @return null only for a {@code @Nullable} parameter
   * @throws IllegalArgumentException when the contract's method has no such parameter
   */
  public JsonNode json(String name) {
    if (!parameters.containsKey(name)) {
      throw new IllegalArgumentException("the contract has no parameter " + name);
    }
    return parameters.get(name);
  }

  /** The browser is to keep this session's token. */
  public void keepSession(String token, Duration lifetime) {
    cookie = SessionCookie.keeping(token, lifetime);
  }

  /** The browser is to forget its session's token. */
  public void dropSession() {
    cookie = SessionCookie.forgotten();
  }

  void addCookiesTo(HttpServerRequest request) {
    if (cookie != null) {
      cookie.addTo(request);
    }
    if (deviceCookie != null) {
      deviceCookie.addTo(request);
    }
  }
}

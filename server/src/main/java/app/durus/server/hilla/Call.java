package app.durus.server.hilla;

import app.durus.server.http.proxy.ClientAddress;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract method by a caller who is allowed to call it. Its parameters have the
 * contract's types. Changes of cookies take effect when the call succeeds.
 */
public final class Call {

  private final Caller caller;
  private final ClientAddress address;
  private final Optional<String> sessionToken;
  private final Optional<String> deviceTokens;
  private final String userAgent;
  private final Map<String, JsonNode> parameters;
  private @Nullable SessionCookie cookie;
  private @Nullable DeviceCookie deviceCookie;

  Call(
      Caller caller,
      ClientAddress address,
      Optional<String> sessionToken,
      Optional<String> deviceTokens,
      String userAgent,
      Map<String, JsonNode> parameters) {
    this.caller = caller;
    this.address = address;
    this.sessionToken = sessionToken;
    this.deviceTokens = deviceTokens;
    this.userAgent = userAgent;
    this.parameters = parameters;
  }

  public Caller caller() {
    return caller;
  }

  /** The address from which the call comes. */
  public ClientAddress address() {
    return address;
  }

  /** The value of the device's cookie. It can be any text. */
  public Optional<String> deviceTokens() {
    return deviceTokens;
  }

  /** Tells the browser to keep these tokens as the device's cookie. */
  public void keepDevice(String tokens, Duration lifetime) {
    deviceCookie = new DeviceCookie(tokens, lifetime);
  }

  /** The token of the session's cookie. It need not belong to a session. */
  public Optional<String> sessionToken() {
    return sessionToken;
  }

  /** A {@code String} parameter. */
  public String textParameter(String name) {
    return json(name).textValue();
  }

  /** A {@code @Nullable String} parameter; empty when it is missing. */
  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(json(name)).map(JsonNode::textValue);
  }

  /** What the browser calls itself; untrusted, and empty when it says nothing. */
  public String userAgent() {
    return userAgent;
  }

  /** A {@code long} parameter. */
  public long longParameter(String name) {
    return json(name).longValue();
  }

  /**
   * A parameter as it was sent. Of a record or a list only the outermost shape was checked. The
   * method itself must check the content (R10).
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

  /** Tells the browser to keep this session's token. */
  public void keepSession(String token, Duration lifetime) {
    cookie = SessionCookie.keeping(token, lifetime);
  }

  /** Tells the browser to forget its session's token. */
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

package app.durus.server.accounts.openid;

/**
 * The provider with which listeners sign in.
 *
 * @param issuer its address as it names itself, without a slash at the end
 * @param name what the button is called
 */
public record OpenIdSettings(String issuer, String clientId, String clientSecret, String name) {

  /** Hides the secret: records end up in logs. */
  @Override
  public String toString() {
    return "OpenIdSettings[" + issuer + ", " + clientId + "]";
  }
}

package app.durus.server.accounts.email;

import java.util.Optional;

/**
 * How this server sends e-mail.
 *
 * @param host of the SMTP server
 * @param from the address that sends
 * @param appAddress where listeners open the app, without a slash at its end; links begin with it
 */
public record EmailSettings(
    String host,
    int port,
    Security security,
    Optional<Login> login,
    EmailAddress from,
    String appAddress) {

  /** How the connection to the SMTP server is protected. */
  public enum Security {
    /** It begins in clear text and becomes TLS before anything else is said; else it ends. */
    STARTTLS,
    /** It is TLS from its first byte. */
    TLS,
    NONE
  }

  /** What the SMTP server asks for. */
  public record Login(String user, String password) {

    /** Hides the password: records end up in logs. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }
}

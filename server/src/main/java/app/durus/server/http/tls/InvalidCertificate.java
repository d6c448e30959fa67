package app.durus.server.http.tls;

/** A certificate and a key that this server cannot use. The message is for the operator. */
public final class InvalidCertificate extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidCertificate(String message) {
    super(message);
  }

  InvalidCertificate(String message, Throwable cause) {
    super(message, cause);
  }
}

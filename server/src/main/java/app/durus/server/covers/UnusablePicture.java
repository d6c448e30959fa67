package app.durus.server.covers;

/** A picture that cannot be used. */
public final class UnusablePicture extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message a plain sentence for the operator
   */
  UnusablePicture(String message) {
    super(message, null, false, false);
  }
}

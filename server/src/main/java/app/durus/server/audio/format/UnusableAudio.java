package app.durus.server.audio.format;

/** Ends looking through a file that is not a playable recording; never leaves this package. */
public final class UnusableAudio extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message a plain sentence for the operator
   */
  UnusableAudio(String message) {
    super(message, null, false, false);
  }
}

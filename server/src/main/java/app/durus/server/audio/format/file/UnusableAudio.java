package app.durus.server.audio.format.file;

/** Ends looking through a file that is not a playable recording; never leaves the parsers. */
public final class UnusableAudio extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message a plain sentence for the operator
   */
  public UnusableAudio(String message) {
    super(message, null, false, false);
  }
}

package app.durus.server.hilla;

/**
 * A request that is refused whole: nothing of it is done, and the caller is told why. Fails a
 * {@code Future}; the endpoint router maps it, once, to an answer with this status.
 */
public final class Refusal extends RuntimeException {

  private final int status;

  /**
   * @param status an HTTP status from 400 to 599
   * @param message for the caller; never holds anything that the caller may not know
   */
  public Refusal(int status, String message) {
    super(message, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
    this.status = status;
  }

  public int status() {
    return status;
  }
}

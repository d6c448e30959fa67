package app.durus.server.catalogue;

/** An import that did not start. Nothing was changed. */
public final class ImportRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one plain sentence for the operator
   */
  public ImportRefused(String message) {
    super(message, null, false, false);
  }
}

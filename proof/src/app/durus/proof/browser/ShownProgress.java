package app.durus.proof.browser;

/**
 * The progress of a listener in a lecture, as the app shows it.
 *
 * @param positionMs null when there is none
 */
public record ShownProgress(Long positionMs, boolean completed, boolean favorite) {

  static final ShownProgress NOTHING = new ShownProgress(null, false, false);

  ShownProgress completed(boolean now) {
    return new ShownProgress(positionMs, now, favorite);
  }

  public ShownProgress favorite(boolean now) {
    return new ShownProgress(positionMs, completed, now);
  }

  public ShownProgress at(long nowMs) {
    return new ShownProgress(nowMs, completed, favorite);
  }
}

package app.durus.product;

/**
 * Where a listener stands in a lecture.
 *
 * @param positionMs null where there is none
 */
record ShownProgress(Long positionMs, boolean completed, boolean favorite) {

  static final ShownProgress NOTHING = new ShownProgress(null, false, false);

  ShownProgress completed(boolean now) {
    return new ShownProgress(positionMs, now, favorite);
  }

  ShownProgress favorite(boolean now) {
    return new ShownProgress(positionMs, completed, now);
  }

  ShownProgress at(long nowMs) {
    return new ShownProgress(nowMs, completed, favorite);
  }
}

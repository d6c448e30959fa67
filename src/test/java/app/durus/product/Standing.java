package app.durus.product;

/**
 * Where a listener stands in a lecture.
 *
 * @param positionMs null where there is none
 */
record Standing(Long positionMs, boolean completed, boolean favorite) {

  static final Standing NOTHING = new Standing(null, false, false);

  Standing completed(boolean now) {
    return new Standing(positionMs, now, favorite);
  }

  Standing favorite(boolean now) {
    return new Standing(positionMs, completed, now);
  }

  Standing at(long nowMs) {
    return new Standing(nowMs, completed, favorite);
  }
}

package app.durus.server.listening;

/**
 * How far a device has read a listener's changes.
 *
 * @param cursor the last answer's, 0 at first; never negative
 * @param epoch the last answer's, null at first
 */
public record ChangeCursor(long cursor, String epoch) {

  /**
   * Where the device's next page begins (R12, R13). If the epoch is another one, or the cursor is
   * above the revision, the device has read another history, and its pages begin at zero.
   *
   * @param presentEpoch the database's
   * @param revision the last revision that this listener was given
   */
  public long startIn(String presentEpoch, long revision) {
    return presentEpoch.equals(epoch) && cursor <= revision ? cursor : 0;
  }
}

package app.durus.server.listening;

/**
 * What a device has seen of a listener's changes.
 *
 * @param cursor the last answer's, 0 at first; never negative
 * @param epoch the last answer's, null at first
 */
public record ChangeCursor(long cursor, String epoch) {

  /**
   * Where the device's next page begins (R12, R13). In another epoch, or with a cursor above the
   * revision, the device has seen another history: its pages begin at zero again.
   *
   * @param presentEpoch the database's
   * @param revision the last one handed out to this listener
   */
  public long startIn(String presentEpoch, long revision) {
    return presentEpoch.equals(epoch) && cursor <= revision ? cursor : 0;
  }
}

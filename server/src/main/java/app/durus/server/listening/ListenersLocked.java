package app.durus.server.listening;

import java.util.Set;
import java.util.UUID;

/**
 * Another process or connection is writing for these listeners. Nothing of the batch was stored;
 * the batch can be repeated without them.
 */
public final class ListenersLocked extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Set<UUID> listenerIds;

  /**
   * @param listenerIds at least one
   */
  public ListenersLocked(Set<UUID> listenerIds) {
    super(listenerIds.size() + " listeners are locked", null, false, false);
    this.listenerIds = Set.copyOf(listenerIds);
  }

  public Set<UUID> listenerIds() {
    return listenerIds;
  }
}

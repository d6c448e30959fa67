package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One device's push and pull.
 *
 * @param listenerId whose state; the session's listener, checked at the edge (R16)
 * @param intents readable ones, valid or not; empty for a pull
 */
public record Push(UUID listenerId, ChangeCursor since, List<Intent> intents) {

  public Push {
    intents = List.copyOf(intents);
  }

  /** The lectures that the intents name, in the order of first mention. */
  public Set<UUID> lectureIds() {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Intent intent : intents) {
      ids.add(intent.lectureId());
    }
    return ids;
  }

  /** The assets that positions were measured on. */
  public Set<UUID> audioAssetIds() {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Intent intent : intents) {
      intent.audioAssetId().ifPresent(ids::add);
    }
    return ids;
  }
}

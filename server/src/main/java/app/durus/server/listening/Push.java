package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The intents and the cursor of one request.
 *
 * @param listenerId the session's listener; {@link SyncRequestReader} checked it (R16)
 * @param intents the well-formed ones, valid or not; empty for a pull
 */
public record Push(UUID listenerId, ChangeCursor since, List<Intent> intents) {

  public Push {
    intents = List.copyOf(intents);
  }

  /** The lectures of the intents, in the order of their first intent. */
  public Set<UUID> lectureIds() {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Intent intent : intents) {
      ids.add(intent.lectureId());
    }
    return ids;
  }

  /** The assets that the positions were measured on. */
  public Set<UUID> audioAssetIds() {
    Set<UUID> ids = new LinkedHashSet<>();
    for (Intent intent : intents) {
      intent.audioAssetId().ifPresent(ids::add);
    }
    return ids;
  }
}

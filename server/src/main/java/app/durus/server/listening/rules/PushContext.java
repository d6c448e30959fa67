package app.durus.server.listening.rules;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the rules need to know to decide on a push, read under the listener's lock: only the
 * lectures and assets of its intents.
 *
 * @param databaseTime the database's clock, milliseconds since 1970 (R8)
 * @param states the present registers by lecture; a lecture without state may be absent
 * @param lectureIds the lectures that are in the catalogue, published or not (R7.5)
 * @param lectureOfAsset the lecture that each asset of the catalogue belongs to
 */
public record PushContext(
    long databaseTime,
    Map<UUID, Registers> states,
    Set<UUID> lectureIds,
    Map<UUID, UUID> lectureOfAsset) {

  public PushContext {
    states = Map.copyOf(states);
    lectureIds = Set.copyOf(lectureIds);
    lectureOfAsset = Map.copyOf(lectureOfAsset);
  }

  Registers state(UUID lectureId) {
    return states.getOrDefault(lectureId, Registers.NONE);
  }

  /** A position measured on another lecture's asset is as unknown as one on no asset (R7.3). */
  boolean knows(Intent intent) {
    return lectureIds.contains(intent.lectureId())
        && intent
            .audioAssetId()
            .map(assetId -> intent.lectureId().equals(lectureOfAsset.get(assetId)))
            .orElse(true);
  }
}

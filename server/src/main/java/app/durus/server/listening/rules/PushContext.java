package app.durus.server.listening.rules;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a push meets, read under the listener's lock; limited to what its intents name.
 *
 * @param databaseTime the database's clock, milliseconds since 1970 (R8)
 * @param states the present registers by lecture; a lecture never touched may be absent
 * @param lectureIds the lectures that the catalogue has, published or not (R7)
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
  boolean know(Intent intent) {
    return lectureIds.contains(intent.lectureId())
        && intent
            .audioAssetId()
            .map(assetId -> intent.lectureId().equals(lectureOfAsset.get(assetId)))
            .orElse(true);
  }
}

package app.durus.server.listening.pg;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lectures and assets that are known to exist (R7.3). Missing ones are not remembered. It only
 * grows. Any thread may read it and add to it.
 */
final class CachedCatalogue {

  private final Map<UUID, OptionalLong> presentDurationsMs = new ConcurrentHashMap<>();
  private final Map<UUID, UUID> lectureOfAsset = new ConcurrentHashMap<>();

  /**
   * @param presentDurationMs of the lecture's present asset; empty when there is none
   */
  void addLecture(UUID lectureId, OptionalLong presentDurationMs) {
    presentDurationsMs.put(lectureId, presentDurationMs);
  }

  void addAsset(UUID assetId, UUID lectureId) {
    lectureOfAsset.put(assetId, lectureId);
  }

  /** Those of the lectures that are not known. */
  Set<UUID> unknownLectures(Set<UUID> lectureIds) {
    return without(lectureIds, presentDurationsMs.keySet());
  }

  /** Those of the assets that are not known. */
  Set<UUID> unknownAssets(Set<UUID> assetIds) {
    return without(assetIds, lectureOfAsset.keySet());
  }

  private static Set<UUID> without(Set<UUID> asked, Set<UUID> known) {
    Set<UUID> unknown = new HashSet<>();
    for (UUID id : asked) {
      if (!known.contains(id)) {
        unknown.add(id);
      }
    }
    return unknown;
  }

  /** Those of the lectures that are known. */
  Set<UUID> knownLectures(Set<UUID> lectureIds) {
    Set<UUID> known = new HashSet<>(lectureIds);
    known.retainAll(presentDurationsMs.keySet());
    return known;
  }

  /** The lecture of each of the assets that is known. */
  Map<UUID, UUID> lecturesOfAssets(Set<UUID> assetIds) {
    Map<UUID, UUID> lectures = new HashMap<>();
    for (UUID assetId : assetIds) {
      UUID lectureId = lectureOfAsset.get(assetId);
      if (lectureId != null) {
        lectures.put(assetId, lectureId);
      }
    }
    return lectures;
  }

  /** Empty when the lecture is unknown or has no present asset. */
  OptionalLong presentDurationMs(UUID lectureId) {
    return presentDurationsMs.getOrDefault(lectureId, OptionalLong.empty());
  }
}

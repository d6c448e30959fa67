package app.durus.server.listening.pg;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** What the catalogue has of the lectures and assets that the pushes of a batch name (R7). */
final class CatalogueRows {

  private final Map<UUID, OptionalLong> presentDurationsMs = new HashMap<>();
  private final Map<UUID, UUID> lectureOfAsset = new HashMap<>();

  CatalogueRows(RowSet<Row> lectures, RowSet<Row> assets) {
    for (Row row : lectures) {
      presentDurationsMs.put(row.getUUID("id"), StateRows.durationMs(row));
    }
    for (Row row : assets) {
      lectureOfAsset.put(row.getUUID("id"), row.getUUID("lecture_id"));
    }
  }

  /** Those of the lectures that there are. */
  Set<UUID> knownLectures(Set<UUID> lectureIds) {
    Set<UUID> known = new HashSet<>(lectureIds);
    known.retainAll(presentDurationsMs.keySet());
    return known;
  }

  /** The lecture of each of the assets that there are. */
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

  /** Empty when the lecture, or its present asset, is not there. */
  OptionalLong presentDurationMs(UUID lectureId) {
    return presentDurationsMs.getOrDefault(lectureId, OptionalLong.empty());
  }
}

package app.durus.server.listening.rules;

import java.util.UUID;

/**
 * What a listener wanted, as a device recorded it. It need not be valid ({@link Validity}); each
 * type touches one register only, so that nothing can reset what it does not speak of.
 */
public sealed interface Intent {

  UUID lectureId();

  Stamp stamp();

  /** The device that carried it here. */
  UUID deviceId();

  /**
   * Listening has come to a position; "listen again from the start" is position 0.
   *
   * @param audioAssetId the asset that the position was measured on
   */
  record Progress(UUID lectureId, Stamp stamp, UUID deviceId, long positionMs, UUID audioAssetId)
      implements Intent {}

  /** The lecture counts as completed. */
  record Completed(UUID lectureId, Stamp stamp, UUID deviceId) implements Intent {}

  /** The one way to un-complete a lecture (R4). */
  record Reopened(UUID lectureId, Stamp stamp, UUID deviceId) implements Intent {}

  /** The lecture is wanted among the favorites. */
  record Favorited(UUID lectureId, Stamp stamp, UUID deviceId) implements Intent {}

  /** The lecture is not wanted among the favorites. */
  record Unfavorited(UUID lectureId, Stamp stamp, UUID deviceId) implements Intent {}
}

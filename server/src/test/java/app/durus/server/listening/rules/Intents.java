package app.durus.server.listening.rules;

import java.util.UUID;

/** Intents by name, for tests. */
public final class Intents {

  private Intents() {}

  public static Intent progress(
      UUID lectureId, Stamp stamp, UUID deviceId, long positionMs, UUID audioAssetId) {
    return RegisterTypes.PROGRESS.intent(lectureId, stamp, deviceId, positionMs, audioAssetId);
  }

  public static Intent completed(UUID lectureId, Stamp stamp, UUID deviceId) {
    return RegisterTypes.COMPLETED.intent(lectureId, stamp, deviceId);
  }

  public static Intent reopened(UUID lectureId, Stamp stamp, UUID deviceId) {
    return RegisterTypes.REOPENED.intent(lectureId, stamp, deviceId);
  }

  public static Intent favorited(UUID lectureId, Stamp stamp, UUID deviceId) {
    return RegisterTypes.FAVORITED.intent(lectureId, stamp, deviceId);
  }

  public static Intent unfavorited(UUID lectureId, Stamp stamp, UUID deviceId) {
    return RegisterTypes.UNFAVORITED.intent(lectureId, stamp, deviceId);
  }

  /** The position of a {@code PROGRESS}. */
  public static long positionMs(Intent progress) {
    return progress.get(Position.POSITION_MS);
  }

  /** The asset of a {@code PROGRESS}. */
  public static UUID audioAssetId(Intent progress) {
    return progress.get(Position.AUDIO_ASSET_ID);
  }
}

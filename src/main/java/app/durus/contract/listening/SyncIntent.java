package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What the listener wanted.
 *
 * @param id permanent; with {@code occurredAt} it is the stamp
 * @param occurredAt when the listener did it, by the device's corrected clock
 * @param positionMs for {@code PROGRESS} only
 * @param audioAssetId the asset that the position was measured on; for {@code PROGRESS} only
 */
public record SyncIntent(
    @NonNull String id,
    @NonNull IntentType type,
    @NonNull String lectureId,
    long occurredAt,
    @Nullable Long positionMs,
    @Nullable String audioAssetId) {}

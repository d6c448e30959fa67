package app.durus.contract.listening;

import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One push and pull.
 *
 * @param listenerId whose outbox this is; 409 when the session is another's
 * @param deviceId one per browser profile
 * @param cursor the last answer's, 0 at first
 * @param epoch the last answer's, null at first
 * @param deviceTime the device's own clock, uncorrected
 * @param attempt how often this very batch was tried before
 * @param pending entries still waiting on the device after this batch
 * @param intents at most 500; each is parsed and judged singly (R10)
 */
public record SyncRequest(
    @NonNull String listenerId,
    @NonNull String deviceId,
    long cursor,
    @Nullable String epoch,
    long deviceTime,
    int attempt,
    int pending,
    @NonNull List<@NonNull SyncIntent> intents) {}

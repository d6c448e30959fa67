package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * What became of one intent (R10).
 *
 * @param intentId as sent; null when the intent had no id that is a string
 * @param reason present exactly when the outcome is {@code REJECTED}
 */
public record SyncVerdict(
    @Nullable String intentId, @NonNull VerdictOutcome outcome, @Nullable RejectionReason reason) {}

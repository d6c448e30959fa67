package app.durus.contract.listening;

import java.util.List;
import org.jspecify.annotations.NonNull;

/**
 * The authoritative answer to a push and pull.
 *
 * @param listenerId whose state this is; applied to that account's store only (C7)
 * @param serverTime the database's clock
 * @param epoch this history of the database (R13)
 * @param cursor to ask with next time; never moved by the states that the push touched (R12)
 * @param more whether the next page waits already
 * @param verdicts one for each intent, in the order of the intents
 * @param states of the lectures that the push touched, and of those that changed since the cursor
 */
public record SyncAnswer(
    @NonNull String listenerId,
    long serverTime,
    @NonNull String epoch,
    long cursor,
    boolean more,
    @NonNull List<@NonNull SyncVerdict> verdicts,
    @NonNull List<@NonNull LectureState> states) {}

package app.durus.server.listening;

import java.util.List;
import java.util.UUID;

/**
 * A sync request whose envelope is well-formed.
 *
 * @param delivery what the device reports about this delivery; used for metrics and logs only
 */
record ReadRequest(
    UUID listenerId,
    UUID deviceId,
    ChangeCursor since,
    Delivery delivery,
    List<ReadIntent> intents) {

  /**
   * @param deviceTime the device's own clock, uncorrected, milliseconds since 1970; 0 when missing
   * @param attempt how often this batch was tried before
   * @param pending outbox entries that wait on the device after this batch
   */
  record Delivery(long deviceTime, long attempt, long pending) {}

  /** The well-formed intents as a push. */
  Push push() {
    return new Push(
        listenerId,
        since,
        intents.stream()
            .filter(ReadIntent.Readable.class::isInstance)
            .map(intent -> ((ReadIntent.Readable) intent).intent())
            .toList());
  }
}

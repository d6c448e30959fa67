package app.durus.server.listening;

import java.util.List;
import java.util.UUID;

/**
 * A sync request as it could be read.
 *
 * @param delivery what the device says about this delivery; for observation only
 */
record ReadRequest(
    UUID listenerId,
    UUID deviceId,
    ChangeCursor since,
    Delivery delivery,
    List<ReadIntent> intents) {

  /**
   * @param deviceTime the device's own clock, uncorrected; 0 when not told
   * @param attempt how often this very batch was tried before
   * @param pending entries still waiting on the device after this batch
   */
  record Delivery(long deviceTime, long attempt, long pending) {}

  /** The readable intents as a push. */
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

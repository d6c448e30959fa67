package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;

/**
 * When and by which intent a register was written: the total order by which intents win (R3, R6).
 * The device takes it when the listener acts; the time of arrival never counts.
 *
 * @param occurredAt by the device's corrected clock, whole milliseconds since 1970
 * @param intentId breaks ties between equal times, compared as unsigned bytes
 */
public record Stamp(long occurredAt, UUID intentId) implements Comparable<Stamp> {

  public Stamp {
    Objects.requireNonNull(intentId);
  }

  @Override
  public int compareTo(Stamp other) {
    int byTime = Long.compare(occurredAt, other.occurredAt);
    return byTime != 0 ? byTime : UnsignedIds.compare(intentId, other.intentId);
  }
}

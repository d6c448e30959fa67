package app.durus.proof.storm;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The results of storms.
 *
 * @param diverged how many storms diverged
 * @param counts how often each event happened, calls and network faults included
 */
record StormFigures(int storms, int diverged, Map<String, Long> counts) {

  static final StormFigures NONE = new StormFigures(0, 0, Map.of());

  /** As {@code main.ts} says it. */
  static StormFigures of(String json) {
    JsonObject said = new JsonObject(json);
    Map<String, Long> counts = new TreeMap<>();
    JsonObject counted = said.getJsonObject("counts");
    counted.fieldNames().forEach(what -> counts.put(what, counted.getLong(what)));
    return new StormFigures(said.getInteger("storms"), said.getInteger("diverged"), counts);
  }

  StormFigures plus(StormFigures others) {
    Map<String, Long> sum = new TreeMap<>(counts);
    others.counts.forEach((what, count) -> sum.merge(what, count, Long::sum));
    return new StormFigures(storms + others.storms, diverged + others.diverged, sum);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d storms, %d diverged; %s",
        storms,
        diverged,
        counts.entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", ")));
  }
}

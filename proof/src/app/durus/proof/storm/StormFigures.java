package app.durus.proof.storm;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of storms.
 *
 * @param diverged how many storms diverged
 * @param counts how often each event happened, calls and network faults included
 */
record StormFigures(int storms, int diverged, Map<String, Long> counts) {

  /**
   * The names under which {@code run-storm.ts} counts registers; the rest of such a name is the
   * kind of register.
   */
  private static final String DISPUTED = "registers disputed, ";

  private static final String HELD = "registers that hold the last act, ";

  static final StormFigures NONE = new StormFigures(0, 0, Map.of());

  /** From the line that {@code main.ts} prints. */
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
    return Stream.concat(
            Stream.of(String.format(Locale.ROOT, "%d storms, %d diverged", storms, diverged)),
            Stream.of(lastActs(), events()).filter(figures -> !figures.isEmpty()))
        .collect(Collectors.joining("; "));
  }

  /** In how many disputed registers the last act in true time has the final value. */
  private String lastActs() {
    return counts.keySet().stream()
        .filter(what -> what.startsWith(DISPUTED))
        .map(what -> what.substring(DISPUTED.length()))
        .map(
            which ->
                share(which, counts.getOrDefault(HELD + which, 0L), counts.get(DISPUTED + which)))
        .collect(Collectors.joining(", "));
  }

  private static String share(String which, long held, long disputed) {
    return String.format(
        Locale.ROOT,
        "the last act holds %d of %d registers (%.1f %%) with %s",
        held,
        disputed,
        100.0 * held / disputed,
        which);
  }

  private String events() {
    return counts.entrySet().stream()
        .filter(count -> !count.getKey().startsWith(DISPUTED) && !count.getKey().startsWith(HELD))
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining(", "));
  }
}

package app.durus.proof.browser;

import app.durus.proof.run.DivergenceException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The devices' pushes and the server's answers, including answers that were lost on their way. */
public final class Exchanges {

  private final Map<String, List<String>> outcomes = new HashMap<>();
  private int pushes;
  private int pulls;

  synchronized void saw(Buffer request, Buffer answer) {
    JsonArray intents =
        new JsonObject(request).getJsonObject("request").getJsonArray("intents", new JsonArray());
    if (intents.isEmpty()) {
      pulls++;
    } else {
      pushes++;
    }
    JsonArray verdicts = new JsonObject(answer).getJsonArray("verdicts", new JsonArray());
    for (int i = 0; i < verdicts.size(); i++) {
      JsonObject verdict = verdicts.getJsonObject(i);
      outcomes
          .computeIfAbsent(verdict.getString("intentId"), id -> new ArrayList<>())
          .add(verdict.getString("outcome"));
    }
  }

  /** The number of answered requests with an intent. */
  public synchronized int pushes() {
    return pushes;
  }

  /** The number of requests without an intent. */
  public synchronized int pulls() {
    return pulls;
  }

  /** Different intents that the server applied. */
  public synchronized long applied() {
    return outcomes.values().stream().filter(each -> each.contains("APPLIED")).count();
  }

  /** How often an intent arrived that the server already had. */
  synchronized long repeated() {
    return outcomes.values().stream().mapToLong(List::size).sum() - outcomes.size();
  }

  /**
   * @throws DivergenceException when an intent was applied twice, or refused: the browser's own
   *     entries are valid, and its clock is the server's
   */
  public synchronized void checkEachAppliedOnce() throws DivergenceException {
    for (Map.Entry<String, List<String>> intent : outcomes.entrySet()) {
      List<String> verdicts = intent.getValue();
      DivergenceException.unless(
          verdicts.stream().filter("APPLIED"::equals).count() <= 1
              && verdicts.stream().allMatch(each -> each.matches("APPLIED|DUPLICATE|SUPERSEDED")),
          "intent " + intent.getKey() + " was answered " + verdicts);
    }
  }
}

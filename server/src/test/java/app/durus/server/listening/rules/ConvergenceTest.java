package app.durus.server.listening.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R1 and R2 for random histories: whatever the order, the batching and the repetitions, the state
 * equals that of a naive oracle. Times, ids and contents come from tiny sets, so that ties are
 * frequent. A failing seed is in the test's name.
 */
class ConvergenceTest {

  private static final int HISTORIES_A_SEED = 100;
  private static final List<UUID> LECTURES = List.of(new UUID(0, 1), new UUID(0, 2));
  private static final List<UUID> ASSETS = List.of(new UUID(0, 3), new UUID(-1, 4));
  private static final List<UUID> DEVICES = List.of(new UUID(0, 5), new UUID(-1, 6));

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("R1, R2: order, batching and repetition of intents do not change the state")
  void eachDeliveryEndsInTheSameState(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < HISTORIES_A_SEED; i++) {
      List<Intent> history = history(random);
      Map<UUID, Registers> expected = oracle(history);

      assertThat(deliver(history, random)).as("%s", history).isEqualTo(expected);
      assertThat(deliver(history, random)).as("%s", history).isEqualTo(expected);
    }
  }

  /**
   * Shuffles the intents, repeats some, splits them into pushes, and applies these one after the
   * other.
   */
  private static Map<UUID, Registers> deliver(List<Intent> history, Random random) {
    List<Intent> delivered = new ArrayList<>(history);
    for (Intent intent : history) {
      if (random.nextInt(3) == 0) {
        delivered.add(intent);
      }
    }
    Collections.shuffle(delivered, random);
    Map<UUID, Registers> states = new HashMap<>();
    int from = 0;
    while (from < delivered.size()) {
      int to = Math.min(delivered.size(), from + 1 + random.nextInt(5));
      push(delivered.subList(from, to), states);
      from = to;
    }
    return states;
  }

  private static void push(List<Intent> intents, Map<UUID, Registers> states) {
    Reconciliation decided =
        Reconciliation.of(
            intents,
            new PushContext(
                Sample.NEW_YEAR + 10,
                states,
                Set.copyOf(LECTURES),
                Map.of(ASSETS.get(0), LECTURES.get(0), ASSETS.get(1), LECTURES.get(1))));
    assertThat(decided.verdicts()).hasSameSizeAs(intents);
    for (Reconciliation.Change change : decided.changes()) {
      assertThat(change.before())
          .isEqualTo(states.getOrDefault(change.lectureId(), Registers.NONE));
      states.put(change.lectureId(), change.after());
    }
  }

  private static List<Intent> history(Random random) {
    List<Intent> history = new ArrayList<>();
    int length = 1 + random.nextInt(12);
    for (int i = 0; i < length; i++) {
      int lecture = random.nextInt(2);
      UUID lectureId = LECTURES.get(lecture);
      UUID deviceId = DEVICES.get(random.nextInt(2));
      Stamp stamp =
          new Stamp(
              Sample.NEW_YEAR + random.nextInt(4),
              new UUID(random.nextInt(2) - 1, random.nextInt(4) - 2));
      history.add(
          switch (random.nextInt(5)) {
            case 0 -> Intents.completed(lectureId, stamp, deviceId);
            case 1 -> Intents.reopened(lectureId, stamp, deviceId);
            case 2 -> Intents.favorited(lectureId, stamp, deviceId);
            case 3 -> Intents.unfavorited(lectureId, stamp, deviceId);
            default ->
                Intents.progress(
                    lectureId, stamp, deviceId, random.nextInt(3), ASSETS.get(lecture));
          });
    }
    return history;
  }

  /**
   * The oracle knows no joins: it sorts all intents by the order of the rules and takes the last.
   */
  private static Map<UUID, Registers> oracle(List<Intent> history) {
    Map<UUID, Registers> states = new HashMap<>();
    for (UUID lectureId : LECTURES) {
      List<Intent> own = history.stream().filter(i -> i.lectureId().equals(lectureId)).toList();
      if (!own.isEmpty()) {
        states.put(
            lectureId,
            Registers.ofEach(
                type ->
                    switch (type.name()) {
                      case "position" -> lastPosition(own);
                      case "completion" -> lastCompletion(own);
                      case "favorite" -> lastFavorite(own);
                      default -> throw new AssertionError("no oracle for " + type);
                    }));
      }
    }
    return states;
  }

  private static Position lastPosition(List<Intent> intents) {
    Intent last = last(intents, "%1$s %2$s %3$s", "PROGRESS");
    return last == null
        ? null
        : new Position(
            Intents.positionMs(last), Intents.audioAssetId(last), last.stamp(), last.deviceId());
  }

  private static Completion lastCompletion(List<Intent> intents) {
    Intent last = last(intents, "%1$s %3$s %2$s", "COMPLETED", "REOPENED");
    if (last == null) {
      return null;
    }
    Long first =
        intents.stream()
            .filter(intent -> intent.type().name().equals("COMPLETED"))
            .map(intent -> intent.stamp().occurredAt())
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new Completion(
        last.type().name().equals("COMPLETED"), last.stamp(), last.deviceId(), first);
  }

  private static Flag lastFavorite(List<Intent> intents) {
    Intent last = last(intents, "%1$s %2$s %3$s", "FAVORITED", "UNFAVORITED");
    return last == null
        ? null
        : new Flag(last.type().name().equals("FAVORITED"), last.stamp(), last.deviceId());
  }

  /** Greatest by text: fixed-width times, ids in their canonical form, contents. */
  private static Intent last(List<Intent> intents, String order, String... types) {
    return intents.stream()
        .filter(intent -> List.of(types).contains(intent.type().name()))
        .max(
            Comparator.comparing(
                intent ->
                    String.format(
                            Locale.ROOT,
                            order,
                            String.format(Locale.ROOT, "%019d", intent.stamp().occurredAt()),
                            intent.stamp().intentId(),
                            content(intent))
                        + intent.deviceId()))
        .orElse(null);
  }

  private static String content(Intent intent) {
    return switch (intent.type().name()) {
      case "PROGRESS" ->
          String.format(
              Locale.ROOT, "%019d%s", Intents.positionMs(intent), Intents.audioAssetId(intent));
      case "COMPLETED", "UNFAVORITED" -> "0";
      default -> "1";
    };
  }
}

package app.durus.server.listening.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a push does to a listener's state. (1) Each intent is admitted or refused by itself. (2) The
 * admitted ones are joined. (3) Each gets its verdict by the state before the push and the state
 * after the whole push (R10).
 *
 * @param verdicts one for each intent, in the order of the intents
 * @param changes the lectures whose state changed, each once, in the order of their first intent
 */
public record Reconciliation(List<Verdict> verdicts, List<Change> changes) {

  private static final Verdict APPLIED = new Verdict.Applied();
  private static final Verdict DUPLICATE = new Verdict.Duplicate();
  private static final Verdict UNKNOWN = new Verdict.Unknown();
  private static final Verdict CLOCK_AHEAD = new Verdict.ClockAhead();

  /** A lecture's registers before and after the push; never equal. */
  public record Change(UUID lectureId, Registers before, Registers after) {}

  public Reconciliation {
    verdicts = List.copyOf(verdicts);
    changes = List.copyOf(changes);
  }

  public static Reconciliation of(List<Intent> intents, PushContext context) {
    List<Optional<Verdict>> refusals = new ArrayList<>(intents.size());
    Map<UUID, Registers> joined = new LinkedHashMap<>();
    for (Intent intent : intents) {
      Optional<Verdict> refusal = refusal(intent, context);
      refusals.add(refusal);
      if (refusal.isEmpty()) {
        Registers present =
            joined.getOrDefault(intent.lectureId(), context.state(intent.lectureId()));
        joined.put(intent.lectureId(), present.join(Registers.of(intent)));
      }
    }
    return new Reconciliation(
        verdicts(intents, refusals, context, joined), changes(context, joined));
  }

  /** Validity comes first (R7.1), then the clock (R8), then the catalogue (R7.3). */
  private static Optional<Verdict> refusal(Intent intent, PushContext context) {
    Optional<Reason> objection = Validity.objection(intent);
    if (objection.isPresent()) {
      return objection.map(Verdict.Rejected::new);
    }
    if (ClockTolerance.isExceededBy(intent.stamp(), context.databaseTime())) {
      return Optional.of(CLOCK_AHEAD);
    }
    return context.knows(intent) ? Optional.empty() : Optional.of(UNKNOWN);
  }

  private static List<Verdict> verdicts(
      List<Intent> intents,
      List<Optional<Verdict>> refusals,
      PushContext context,
      Map<UUID, Registers> joined) {
    List<Verdict> verdicts = new ArrayList<>(intents.size());
    Set<Intent> seen = new HashSet<>();
    for (int i = 0; i < intents.size(); i++) {
      Intent intent = intents.get(i);
      // A repeated intent had its effect the first time.
      boolean repeated = !seen.add(intent);
      verdicts.add(
          refusals
              .get(i)
              .orElseGet(
                  () ->
                      judge(
                          intent.type().register(),
                          intent,
                          context.state(intent.lectureId()),
                          joined.get(intent.lectureId()),
                          repeated)));
    }
    return verdicts;
  }

  /**
   * @param type the register that the intent writes
   * @param repeated whether the same intent stands earlier in the push
   */
  private static <V extends RegisterValue<V>> Verdict judge(
      RegisterType<V> type, Intent intent, Registers before, Registers after, boolean repeated) {
    V own = type.cast(intent.type().value(intent));
    V previous = before.get(type);
    V present = after.get(type);
    boolean holds = own.compareIntent(present) == 0;
    boolean heldBefore = previous != null && own.compareIntent(previous) == 0;
    if (!repeated && (holds && !heldBefore || own.changedBeside(previous, present))) {
      return APPLIED;
    }
    return holds ? DUPLICATE : new Verdict.Superseded(present.deviceId());
  }

  private static List<Change> changes(PushContext context, Map<UUID, Registers> joined) {
    List<Change> changes = new ArrayList<>();
    joined.forEach(
        (lectureId, after) -> {
          Registers before = context.state(lectureId);
          if (!after.equals(before)) {
            changes.add(new Change(lectureId, before, after));
          }
        });
    return changes;
  }
}

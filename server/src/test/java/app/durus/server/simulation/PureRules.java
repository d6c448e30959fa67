package app.durus.server.simulation;

import app.durus.server.listening.rules.Completion;
import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Favorite;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Position;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.listening.rules.Verdict;
import app.durus.server.listening.rules.View;
import app.durus.server.simulation.Ending.Held;
import app.durus.server.simulation.Ending.Seen;
import app.durus.server.simulation.History.Carried;
import app.durus.server.simulation.History.Delivery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Plays a history against the pure rules, push by push in the order of arrival, and compares with
 * the oracle after each: every verdict, which states changed (each of them takes a revision, so one
 * too many is a gap and one too few a repeat), registers and view. At the end everything is
 * delivered once more, shuffled, and must change nothing but what was ahead of the clock.
 */
final class PureRules {

  private static final long END_OF_TIME = 4_000_000_000_000L;

  private final Map<UUID, Registers> states = new HashMap<>();
  private final Set<Carried> accepted = new LinkedHashSet<>();

  private PureRules() {}

  /** What is wrong with the outcome; empty when nothing is. */
  static Optional<String> failureOf(History history) {
    PureRules rules = new PureRules();
    try {
      for (Delivery delivery : history.deliveries()) {
        rules.deliver(delivery);
      }
      for (Delivery delivery : Histories.redelivered(history, END_OF_TIME)) {
        rules.deliver(delivery);
      }
      return Optional.empty();
    } catch (Diverged | RuntimeException diverged) {
      return Optional.of(diverged.toString());
    }
  }

  private void deliver(Delivery delivery) throws Diverged {
    long databaseTime = delivery.arrivesAt();
    List<Carried> push =
        delivery.wishes().stream().map(wish -> new Carried(wish, delivery.deviceId())).toList();
    Reconciliation decided =
        Reconciliation.of(push.stream().map(PureRules::intent).toList(), facts(databaseTime));
    Diverged.unless(decided.verdicts().size() == push.size(), "verdicts: " + decided.verdicts());

    Map<UUID, Ending> before = endings(push);
    push.stream()
        .filter(one -> Oracle.refusal(one.wish(), databaseTime).isEmpty())
        .forEach(accepted::add);
    Map<UUID, Ending> after = endings(push);

    checkVerdicts(push, decided.verdicts(), before, after, databaseTime);
    checkChanges(decided.changes(), before, after);
    decided.changes().forEach(change -> states.put(change.lectureId(), change.after()));
    checkStates(after);
  }

  private Map<UUID, Ending> endings(List<Carried> push) {
    Map<UUID, Ending> endings = new HashMap<>();
    for (Carried one : push) {
      endings.computeIfAbsent(one.wish().lectureId(), id -> Oracle.ending(id, accepted));
    }
    return endings;
  }

  private static void checkVerdicts(
      List<Carried> push,
      List<Verdict> verdicts,
      Map<UUID, Ending> before,
      Map<UUID, Ending> after,
      long databaseTime)
      throws Diverged {
    Set<Wish> seen = new HashSet<>();
    for (int i = 0; i < push.size(); i++) {
      Carried one = push.get(i);
      UUID lectureId = one.wish().lectureId();
      boolean stoodBefore = !seen.add(one.wish());
      Set<String> allowed =
          Oracle.refusal(one.wish(), databaseTime)
              .map(Set::of)
              .orElseGet(
                  () ->
                      Oracle.outcomes(
                          one, before.get(lectureId), after.get(lectureId), stoodBefore));
      String outcome = outcome(verdicts.get(i));
      Diverged.unless(allowed.contains(outcome), one + " got " + outcome + " and not " + allowed);
      if (verdicts.get(i) instanceof Verdict.Rejected rejected) {
        Diverged.unless(
            Oracle.rejectionReasons(one.wish()).contains(rejected.reason().name()),
            one + " was rejected as " + rejected.reason());
      }
    }
  }

  private static void checkChanges(
      List<Change> changes, Map<UUID, Ending> before, Map<UUID, Ending> after) throws Diverged {
    Set<UUID> changed = new HashSet<>();
    for (Change change : changes) {
      Diverged.unless(changed.add(change.lectureId()), "two revisions in one push: " + change);
    }
    for (UUID lectureId : after.keySet()) {
      boolean differs = !after.get(lectureId).equals(before.get(lectureId));
      Diverged.unless(
          differs == changed.contains(lectureId),
          lectureId + (differs ? " changed without a revision" : " took a revision for nothing"));
    }
  }

  private void checkStates(Map<UUID, Ending> expected) throws Diverged {
    for (Map.Entry<UUID, Ending> entry : expected.entrySet()) {
      Registers registers = states.getOrDefault(entry.getKey(), Registers.NONE);
      Ending ending = ending(registers);
      Diverged.unless(
          ending.equals(entry.getValue()), ending + " is not the expected " + entry.getValue());
      if (Shelf.has(entry.getKey())) {
        long durationMs = Shelf.lecture(entry.getKey()).presentDurationMs();
        View view = View.of(registers, OptionalLong.of(durationMs));
        Seen seen = new Seen(view.resumePositionMs(), view.completed());
        Diverged.unless(
            seen.equals(Oracle.seen(ending, durationMs)), seen + " is seen of " + ending);
      }
    }
  }

  private Facts facts(long databaseTime) {
    Set<UUID> lectureIds = new HashSet<>();
    Map<UUID, UUID> lectureOfAsset = new HashMap<>();
    for (Shelf.Lecture lecture : Shelf.LECTURES) {
      lectureIds.add(lecture.lectureId());
      lecture.assets().forEach(asset -> lectureOfAsset.put(asset.assetId(), lecture.lectureId()));
    }
    return new Facts(databaseTime, states, lectureIds, lectureOfAsset);
  }

  private static Intent intent(Carried carried) {
    Wish wish = carried.wish();
    Stamp stamp = new Stamp(wish.occurredAt(), wish.id());
    UUID deviceId = carried.deviceId();
    return switch (wish.kind()) {
      case PROGRESS ->
          new Intent.Progress(wish.lectureId(), stamp, deviceId, wish.positionMs(), wish.assetId());
      case COMPLETED -> new Intent.Completed(wish.lectureId(), stamp, deviceId);
      case REOPENED -> new Intent.Reopened(wish.lectureId(), stamp, deviceId);
      case FAVORITED -> new Intent.Favorited(wish.lectureId(), stamp, deviceId);
      case UNFAVORITED -> new Intent.Unfavorited(wish.lectureId(), stamp, deviceId);
    };
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Applied applied -> "APPLIED";
      case Verdict.Duplicate duplicate -> "DUPLICATE";
      case Verdict.Superseded superseded -> "SUPERSEDED";
      case Verdict.Rejected rejected -> "REJECTED";
      case Verdict.Unknown unknown -> "UNKNOWN";
      case Verdict.ClockAhead ahead -> "CLOCK_AHEAD";
    };
  }

  private static Ending ending(Registers registers) {
    Position position = registers.position();
    Completion completion = registers.completion();
    Favorite favorite = registers.favorite();
    return new Ending(
        position == null
            ? null
            : held(
                position.positionMs() + " " + position.audioAssetId(),
                position.stamp(),
                position.deviceId()),
        completion == null
            ? null
            : held(
                Boolean.toString(completion.completed()),
                completion.stamp(),
                completion.deviceId()),
        completion == null ? null : completion.firstCompletedAt(),
        favorite == null
            ? null
            : held(Boolean.toString(favorite.favorite()), favorite.stamp(), favorite.deviceId()));
  }

  private static Held held(String value, Stamp stamp, UUID deviceId) {
    return new Held(value, stamp.occurredAt(), stamp.intentId().toString(), deviceId.toString());
  }
}

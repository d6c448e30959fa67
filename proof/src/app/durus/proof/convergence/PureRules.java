package app.durus.proof.convergence;

import app.durus.proof.devices.DeviceStore;
import app.durus.proof.devices.DeviceStore.Page;
import app.durus.proof.devices.StateAtRestore;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Seen;
import app.durus.proof.oracle.ExpectedStates;
import app.durus.proof.oracle.History;
import app.durus.proof.oracle.History.BackupTaken;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.History.Delivery;
import app.durus.proof.oracle.History.Event;
import app.durus.proof.oracle.History.Restore;
import app.durus.proof.oracle.History.Restored;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.run.DivergenceException;
import app.durus.server.listening.rules.LectureProgress;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Plays a history against the pure rules, push by push in the order of arrival. After each push it
 * compares with the oracle: every verdict, the changed states, registers and view. Each changed
 * state takes one revision, so a wrong number of them shows as a gap or a repeat. Where a backup is
 * restored, the devices start over as R13 says, at once or at their next push. At the end all
 * devices return. They must have the oracle's state, and everything that one of them held when a
 * backup was restored. Then everything is delivered again, shuffled. This must change only actions
 * that were ahead of the clock or lost with the backup.
 */
final class PureRules {

  private static final long END_OF_TIME = 4_000_000_000_000L;

  private final PureLedger ledger = new PureLedger();
  private final Map<UUID, Client> clients = new LinkedHashMap<>();
  private final Map<Restore, Backup> backups = new HashMap<>();
  private final StateAtRestore survivors = new StateAtRestore();
  private final SplittableRandom random;

  /** Accepted intents in this history of the database, from any device. */
  private Set<Carried> accepted = new LinkedHashSet<>();

  private record Backup(PureLedger.Backup tables, Set<Carried> accepted) {}

  /** A device, and the intents that it still has to offer. */
  private record Client(DeviceStore store, List<ListenerAction> pending) {}

  private PureRules(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Plays the history and returns its fault; empty when there is none. */
  static Optional<String> failureOf(History history) {
    try {
      new PureRules(history.seed()).play(history);
      return Optional.empty();
    } catch (DivergenceException | RuntimeException diverged) {
      return Optional.of(diverged.toString());
    }
  }

  private void play(History history) throws DivergenceException {
    long now = 0;
    for (Event event : history.events()) {
      now = event.at();
      switch (event) {
        case Delivery delivery -> push(delivery.deviceId(), delivery.actions(), now);
        case BackupTaken taken ->
            backups.put(
                taken.restore(), new Backup(ledger.backup(), new LinkedHashSet<>(accepted)));
        case Restored restored -> restore(backups.get(restored.restore()));
      }
    }
    comeBack(now);
    survivors.check(ExpectedStates.of(accepted));
    for (Delivery delivery : Histories.redelivered(history, END_OF_TIME)) {
      push(delivery.deviceId(), delivery.actions(), END_OF_TIME);
    }
    comeBack(END_OF_TIME);
  }

  private void restore(Backup backup) {
    clients.values().forEach(client -> survivors.add(client.store().endings()));
    ledger.restore(backup.tables());
    accepted = new LinkedHashSet<>(backup.accepted());
  }

  /** All devices return twice, so that the first one receives what the last one offers. */
  private void comeBack(long now) throws DivergenceException {
    for (int time = 0; time < 2; time++) {
      for (UUID deviceId : clients.keySet()) {
        push(deviceId, List.of(), now);
      }
    }
    Map<UUID, ExpectedState> expected = ExpectedStates.of(accepted);
    for (Client client : clients.values()) {
      DivergenceException.unless(
          client.pending().isEmpty() && client.store().endings().equals(expected),
          () -> "a device has " + client.store().endings() + " and not " + expected);
    }
  }

  private void push(UUID deviceId, List<ListenerAction> actions, long now)
      throws DivergenceException {
    Client client = clients.computeIfAbsent(deviceId, id -> newClient());
    List<ListenerAction> push = new ArrayList<>(client.pending());
    push.addAll(actions);
    client.pending().clear();
    Page page = deliver(deviceId, client.store(), push, now);
    if (!client.store().isOfAnotherHistory(page)) {
      client.store().takeOver(page);
      return;
    }
    // The answer is lost, so the sent intents stay in the outbox.
    client.pending().addAll(push);
    client.pending().addAll(client.store().startOver(page.epoch()));
    if (actions.isEmpty() || random.nextBoolean()) {
      push(deviceId, List.of(), now);
    }
  }

  private Client newClient() {
    return new Client(
        new DeviceStore(() -> new UUID(random.nextLong(), random.nextLong())), new ArrayList<>());
  }

  private Page deliver(
      UUID deviceId, DeviceStore store, List<ListenerAction> actions, long databaseTime)
      throws DivergenceException {
    List<Carried> push = actions.stream().map(action -> new Carried(action, deviceId)).toList();
    PureLedger.Answer answer = ledger.push(push, databaseTime, store.cursor(), store.epoch());
    DivergenceException.unless(
        answer.decided().verdicts().size() == push.size(),
        () -> "verdicts: " + answer.decided().verdicts());

    Map<UUID, ExpectedState> before = endings(push);
    push.stream()
        .filter(one -> Oracle.refusal(one.action(), databaseTime).isEmpty())
        .forEach(accepted::add);
    Map<UUID, ExpectedState> after = endings(push);

    checkVerdicts(push, answer.decided().verdicts(), before, after, databaseTime);
    checkChanges(answer.decided().changes(), before, after);
    checkStates(after);
    return answer.page();
  }

  private Map<UUID, ExpectedState> endings(List<Carried> push) {
    Map<UUID, ExpectedState> endings = new HashMap<>();
    for (Carried one : push) {
      endings.computeIfAbsent(one.action().lectureId(), id -> Oracle.ending(id, accepted));
    }
    return endings;
  }

  private static void checkVerdicts(
      List<Carried> push,
      List<Verdict> verdicts,
      Map<UUID, ExpectedState> before,
      Map<UUID, ExpectedState> after,
      long databaseTime)
      throws DivergenceException {
    Set<ListenerAction> seen = new HashSet<>();
    for (int i = 0; i < push.size(); i++) {
      Carried one = push.get(i);
      UUID lectureId = one.action().lectureId();
      boolean stoodBefore = !seen.add(one.action());
      Set<String> allowed =
          Oracle.refusal(one.action(), databaseTime)
              .map(Set::of)
              .orElseGet(
                  () ->
                      Oracle.outcomes(
                          one, before.get(lectureId), after.get(lectureId), stoodBefore));
      String outcome = outcome(verdicts.get(i));
      DivergenceException.unless(
          allowed.contains(outcome), () -> one + " got " + outcome + " and not " + allowed);
      if (verdicts.get(i) instanceof Verdict.Rejected rejected) {
        DivergenceException.unless(
            Oracle.rejectionReasons(one.action()).contains(rejected.reason().name()),
            () -> one + " was rejected as " + rejected.reason());
      }
    }
  }

  private static void checkChanges(
      List<Change> changes, Map<UUID, ExpectedState> before, Map<UUID, ExpectedState> after)
      throws DivergenceException {
    Set<UUID> changed = new HashSet<>();
    for (Change change : changes) {
      DivergenceException.unless(
          changed.add(change.lectureId()), () -> "two revisions in one push: " + change);
    }
    for (UUID lectureId : after.keySet()) {
      boolean differs = !after.get(lectureId).equals(before.get(lectureId));
      DivergenceException.unless(
          differs == changed.contains(lectureId),
          () ->
              lectureId
                  + (differs ? " changed without a revision" : " took a revision for nothing"));
    }
  }

  private void checkStates(Map<UUID, ExpectedState> expected) throws DivergenceException {
    for (Map.Entry<UUID, ExpectedState> entry : expected.entrySet()) {
      Registers registers = ledger.registers(entry.getKey());
      ExpectedState ending = PureLedger.ending(registers);
      DivergenceException.unless(
          ending.equals(entry.getValue()),
          () -> ending + " is not the expected " + entry.getValue());
      if (TestCatalogue.has(entry.getKey())) {
        long durationMs = TestCatalogue.lecture(entry.getKey()).presentDurationMs();
        LectureProgress view = LectureProgress.of(registers, OptionalLong.of(durationMs));
        Seen seen = new Seen(view.resumePositionMs(), view.completed());
        DivergenceException.unless(
            seen.equals(Oracle.seen(ending, durationMs)), () -> seen + " is seen of " + ending);
      }
    }
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
}

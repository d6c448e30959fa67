package app.durus.proof.convergence;

import app.durus.proof.devices.DeviceStore.Kept;
import app.durus.proof.devices.DeviceStore.Page;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.server.listening.rules.Completion;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.IntentType;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Reconciliation.Change;
import app.durus.server.listening.rules.RegisterType;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.RegisterValue;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The product's rules with the parts of a ledger that devices can observe: revisions, pages and
 * epochs. For one listener, and without limits of size.
 */
final class PureLedger {

  private static final Set<UUID> LECTURES = new HashSet<>();
  private static final Map<UUID, UUID> LECTURE_OF_ASSET = new HashMap<>();

  static {
    for (TestCatalogue.Lecture lecture : TestCatalogue.LECTURES) {
      LECTURES.add(lecture.lectureId());
      lecture.assets().forEach(one -> LECTURE_OF_ASSET.put(one.assetId(), lecture.lectureId()));
    }
  }

  private record Row(long revision, Registers registers) {}

  /** The tables as they were. */
  record Backup(Map<UUID, Row> rows, long revision) {}

  record Answer(Reconciliation decided, Page page) {}

  private Map<UUID, Row> rows = new HashMap<>();
  private long revision;
  private int epoch;

  /**
   * Applies a push, and answers a device that has this cursor and epoch.
   *
   * @param asked null at first
   */
  Answer push(List<Carried> push, long databaseTime, long cursor, String asked) {
    Map<UUID, Registers> states = new HashMap<>();
    rows.forEach((lectureId, row) -> states.put(lectureId, row.registers()));
    Reconciliation decided =
        Reconciliation.of(
            push.stream().map(PureLedger::intent).toList(),
            new PushContext(databaseTime, states, LECTURES, LECTURE_OF_ASSET));
    long before = revision;
    for (Change change : decided.changes()) {
      rows.put(change.lectureId(), new Row(++revision, change.after()));
    }
    boolean fromTheBeginning = cursor > before || asked != null && !asked.equals(presentEpoch());
    long start = fromTheBeginning ? 0 : cursor;
    long end = fromTheBeginning && cursor > 0 ? before : revision;
    Set<UUID> touched = new HashSet<>();
    push.forEach(one -> touched.add(one.action().lectureId()));
    Map<UUID, Kept> told = new HashMap<>();
    rows.forEach(
        (lectureId, row) -> {
          if (touched.contains(lectureId) || row.revision() > start && row.revision() <= end) {
            told.put(lectureId, new Kept(row.revision(), ending(row.registers())));
          }
        });
    return new Answer(decided, new Page(presentEpoch(), end, told));
  }

  Registers registers(UUID lectureId) {
    Row row = rows.get(lectureId);
    return row == null ? Registers.NONE : row.registers();
  }

  Backup backup() {
    return new Backup(Map.copyOf(rows), revision);
  }

  /** Restores a backup and begins a new epoch, as the operator's command does (R13). */
  void restore(Backup backup) {
    rows = new HashMap<>(backup.rows());
    revision = backup.revision();
    epoch++;
  }

  private String presentEpoch() {
    return "epoch " + epoch;
  }

  private static Intent intent(Carried carried) {
    ListenerAction action = carried.action();
    Stamp stamp = new Stamp(action.occurredAt(), action.id());
    UUID deviceId = carried.deviceId();
    IntentType type =
        RegisterTypes.INTENTS.stream()
            .filter(known -> known.name().equals(action.kind().name()))
            .findFirst()
            .orElseThrow();
    return type.members().isEmpty()
        ? type.intent(action.lectureId(), stamp, deviceId)
        : type.intent(action.lectureId(), stamp, deviceId, action.positionMs(), action.assetId());
  }

  static ExpectedState ending(Registers registers) {
    Completion completion = registers.completion();
    return ExpectedState.of(
        register -> held(type(register), registers),
        completion == null ? null : completion.firstCompletedAt());
  }

  private static RegisterType<?> type(ListenerAction.Register register) {
    return RegisterTypes.ALL.stream()
        .filter(known -> known.name().equals(register.member()))
        .findFirst()
        .orElseThrow();
  }

  private static <V extends RegisterValue<V>> Held held(RegisterType<V> type, Registers registers) {
    V value = registers.get(type);
    return value == null
        ? null
        : new Held(
            type.fields().stream()
                .map(field -> field.get().apply(value).toString())
                .collect(Collectors.joining(" ")),
            value.stamp().occurredAt(),
            value.stamp().intentId().toString(),
            value.deviceId().toString());
  }
}

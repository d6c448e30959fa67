package app.durus.proof.devices;

import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.run.DivergenceException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that all devices of one listener received: the accepted intents, the state of each
 * revision, and the applied intents. Thread-safe.
 */
public final class ReceivedAnswers {

  private final Epochs epochs;
  private final Set<ListenerAction> sent = ConcurrentHashMap.newKeySet();
  private final Set<Carried> accepted = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> stateByRevision = new ConcurrentHashMap<>();
  private final Map<ListenerAction, UUID> appliedTo = new ConcurrentHashMap<>();

  /** The answers that devices had received when a backup was taken. */
  public record Mark(
      Set<Carried> accepted,
      Map<Long, String> stateByRevision,
      Map<ListenerAction, UUID> appliedTo) {
    public Mark {
      accepted = Set.copyOf(accepted);
      stateByRevision = Map.copyOf(stateByRevision);
      appliedTo = Map.copyOf(appliedTo);
    }
  }

  /** For a database that is never restored. */
  public ReceivedAnswers() {
    this(new Epochs(false));
  }

  public ReceivedAnswers(Epochs epochs) {
    this.epochs = epochs;
  }

  public Mark mark() {
    return new Mark(accepted, stateByRevision, appliedTo);
  }

  /** The database was restored. No request may be under way. */
  public void rewind(Mark mark) {
    accepted.clear();
    accepted.addAll(mark.accepted());
    stateByRevision.clear();
    stateByRevision.putAll(mark.stateByRevision());
    appliedTo.clear();
    appliedTo.putAll(mark.appliedTo());
  }

  /**
   * The database was restored while devices held answers from after the backup. They offer again
   * what they hold, so all is accepted anew, under revisions that were used before. No answer of
   * the earlier history may be under way.
   */
  public void startOver() {
    accepted.clear();
    stateByRevision.clear();
    appliedTo.clear();
  }

  /** Call before the action is sent, also when it is repeated. */
  void sent(ListenerAction action) {
    sent.add(action);
  }

  /**
   * R13: an intent that is offered again has its original stamp, id and content. Only a first
   * completion that no register refers to has a new id.
   */
  void checkWasSent(ListenerAction offer) throws DivergenceException {
    boolean isKnown =
        sent.contains(offer)
            || offer.kind() == ListenerAction.Kind.COMPLETED
                && sent.stream()
                    .anyMatch(
                        one ->
                            one.kind() == ListenerAction.Kind.COMPLETED
                                && one.lectureId().equals(offer.lectureId())
                                && one.occurredAt() == offer.occurredAt());
    DivergenceException.unless(
        isKnown, "a device received an action that no device had sent: " + offer);
  }

  public void accepted(Carried carried) {
    accepted.add(carried);
  }

  /** The last revision that a device has been told, 0 for none. */
  public long lastRevision() {
    return stateByRevision.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** R12: each revision is used once, so it never belongs to two states. */
  void state(UUID lectureId, long revision, ExpectedState ending) throws DivergenceException {
    String state = lectureId + " " + ending;
    String known = stateByRevision.putIfAbsent(revision, state);
    DivergenceException.unless(
        known == null || known.equals(state),
        "revision " + revision + " names two states: " + known + " and " + state);
  }

  /** A join never goes back, so an action can change the state only once. */
  void applied(Carried carried) throws DivergenceException {
    UUID before = appliedTo.putIfAbsent(carried.action(), carried.deviceId());
    DivergenceException.unless(
        before == null,
        "the server answered APPLIED twice for "
            + carried
            + "; the first time to device "
            + before);
  }

  void epoch(String told) throws DivergenceException {
    epochs.told(told);
  }

  public Collection<Carried> accepted() {
    return accepted;
  }

  /**
   * R12: every revision up to the last one was received, by the device whose push took it. True
   * only where every push was answered.
   */
  public void checkEveryRevisionWasSeen(long last) throws DivergenceException {
    for (long revision = 1; revision <= last; revision++) {
      DivergenceException.unless(
          stateByRevision.containsKey(revision), "no device received revision " + revision);
    }
    DivergenceException.unless(
        stateByRevision.keySet().stream().allMatch(revision -> revision <= last),
        "a device received a revision above the last one, "
            + last
            + ": "
            + stateByRevision.keySet());
  }

  /** The intent whose value a register has in the end must have been answered as applied, once. */
  public void checkHoldersWereApplied(Map<UUID, ExpectedState> endings) throws DivergenceException {
    for (Carried one : accepted) {
      ExpectedState ending = endings.get(one.action().lectureId());
      boolean holds = Oracle.held(one).isSameIntent(ending.register(one.action().register()));
      DivergenceException.unless(
          !holds || appliedTo.containsKey(one.action()),
          "this action holds its register, but was never answered APPLIED: " + one);
    }
  }
}

package app.durus.server.simulation;

import app.durus.server.simulation.History.Carried;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that the devices of one listener were told, together: what was accepted, which state had
 * which revision, what was applied. Safe for all of them at once.
 */
final class Sightings {

  private final Epochs epochs;
  private final Set<Wish> wished = ConcurrentHashMap.newKeySet();
  private final Set<Carried> accepted = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> stateByRevision = new ConcurrentHashMap<>();
  private final Map<Wish, UUID> appliedTo = new ConcurrentHashMap<>();

  /** What had been seen when a backup was taken. */
  record Mark(Set<Carried> accepted, Map<Long, String> stateByRevision, Map<Wish, UUID> appliedTo) {
    Mark {
      accepted = Set.copyOf(accepted);
      stateByRevision = Map.copyOf(stateByRevision);
      appliedTo = Map.copyOf(appliedTo);
    }
  }

  /** Of a database that is never set back. */
  Sightings() {
    this(new Epochs(false));
  }

  Sightings(Epochs epochs) {
    this.epochs = epochs;
  }

  Mark mark() {
    return new Mark(accepted, stateByRevision, appliedTo);
  }

  /** The database was set back; nobody is asking or being answered meanwhile. */
  void rewind(Mark mark) {
    accepted.clear();
    accepted.addAll(mark.accepted());
    stateByRevision.clear();
    stateByRevision.putAll(mark.stateByRevision());
    appliedTo.clear();
    appliedTo.putAll(mark.appliedTo());
  }

  /** Is about to be sent for the first time, or again. */
  void wished(Wish wish) {
    wished.add(wish);
  }

  /**
   * R13: what is offered again has its original stamp, id and content. Only a first completion that
   * holds no register has a new id.
   */
  void checkWasWishedFor(Wish offer) throws Diverged {
    boolean isKnown =
        wished.contains(offer)
            || offer.kind() == Wish.Kind.COMPLETED
                && wished.stream()
                    .anyMatch(
                        one ->
                            one.kind() == Wish.Kind.COMPLETED
                                && one.lectureId().equals(offer.lectureId())
                                && one.occurredAt() == offer.occurredAt());
    Diverged.unless(isKnown, "nobody ever wished for what a device was told: " + offer);
  }

  void accepted(Carried carried) {
    accepted.add(carried);
  }

  /** R12: a revision is handed out once, so it never names two states. */
  void state(UUID lectureId, long revision, Ending ending) throws Diverged {
    String state = lectureId + " " + ending;
    String known = stateByRevision.putIfAbsent(revision, state);
    Diverged.unless(
        known == null || known.equals(state),
        "revision " + revision + " is of " + known + " and of " + state);
  }

  /** A join never goes back, so a wish can change the state only once. */
  void applied(Carried carried) throws Diverged {
    UUID before = appliedTo.putIfAbsent(carried.wish(), carried.deviceId());
    Diverged.unless(before == null, "applied twice: " + carried + ", before by " + before);
  }

  void epoch(String told) throws Diverged {
    epochs.told(told);
  }

  Collection<Carried> accepted() {
    return accepted;
  }

  /**
   * R12: every revision up to the last one was seen, by the device whose push took it. True only
   * where every push was answered.
   */
  void checkEveryRevisionWasSeen(long last) throws Diverged {
    for (long revision = 1; revision <= last; revision++) {
      Diverged.unless(stateByRevision.containsKey(revision), "revision " + revision + " is a gap");
    }
    Diverged.unless(
        stateByRevision.keySet().stream().allMatch(revision -> revision <= last),
        "a revision beyond the last, " + last + ": " + stateByRevision.keySet());
  }

  /** Whoever holds a register in the end must have been told so, once. */
  void checkHoldersWereApplied(Map<UUID, Ending> endings) throws Diverged {
    for (Carried one : accepted) {
      Ending ending = endings.get(one.wish().lectureId());
      boolean holds = Oracle.held(one).isSameIntent(ending.register(one.wish().register()));
      Diverged.unless(!holds || appliedTo.containsKey(one.wish()), "never applied: " + one);
    }
  }
}

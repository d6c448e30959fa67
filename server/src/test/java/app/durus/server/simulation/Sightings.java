package app.durus.server.simulation;

import app.durus.server.simulation.History.Carried;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All that the devices of one listener were told, together: what was accepted, which state had
 * which revision, what was applied. Safe for all of them at once.
 */
final class Sightings {

  private final Set<Carried> accepted = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> stateByRevision = new ConcurrentHashMap<>();
  private final Map<Wish, UUID> appliedTo = new ConcurrentHashMap<>();
  private final AtomicReference<String> epoch = new AtomicReference<>();

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

  /** R13: as long as nothing is restored, the epoch stays. */
  void epoch(String told) throws Diverged {
    String known = epoch.compareAndExchange(null, told);
    Diverged.unless(known == null || known.equals(told), "epoch " + known + " became " + told);
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

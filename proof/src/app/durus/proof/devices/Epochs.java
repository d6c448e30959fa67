package app.durus.proof.devices;

import app.durus.proof.run.DivergenceException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The epochs of one database that devices were told (R13). Thread-safe. */
public final class Epochs {

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final boolean mayChange;

  /**
   * @param mayChange whether backups are restored
   */
  public Epochs(boolean mayChange) {
    this.mayChange = mayChange;
  }

  /** As long as nothing is restored, the epoch stays. */
  void told(String epoch) throws DivergenceException {
    told.add(epoch);
    DivergenceException.unless(
        mayChange || told.size() == 1, "nothing was restored, and epochs are " + told);
  }

  public void begun(String epoch) {
    begun.add(epoch);
  }

  /** R13: nobody may be told of an epoch that nobody began. Empty when nobody was. */
  public Optional<String> fault() {
    return begun.containsAll(told)
        ? Optional.empty()
        : Optional.of("epochs " + told + " were told, and " + begun + " begun");
  }
}

package app.durus.proof.devices;

import app.durus.proof.run.DivergenceException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The epochs of one database that devices received (R13). Thread-safe. */
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

  /** Without a restore the epoch never changes. */
  void told(String epoch) throws DivergenceException {
    told.add(epoch);
    DivergenceException.unless(
        mayChange || told.size() == 1, "nothing was restored, and epochs are " + told);
  }

  public void begun(String epoch) {
    begun.add(epoch);
  }

  /** R13: devices must receive only epochs that were begun. Empty when that holds. */
  public Optional<String> fault() {
    return begun.containsAll(told)
        ? Optional.empty()
        : Optional.of("epochs " + told + " were told, and " + begun + " begun");
  }
}

package app.durus.proof.convergence;

import app.durus.proof.oracle.History;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes a failing history small. It leaves out restores, devices, deliveries and actions, one at a
 * time, while the rest still fails, until each part is needed.
 */
final class Shrinker {

  private final Function<History, Optional<String>> failureOf;

  /**
   * @param failureOf the fault of a history; empty when there is none
   */
  Shrinker(Function<History, Optional<String>> failureOf) {
    this.failureOf = failureOf;
  }

  History shrink(History failing) {
    History smallest = failing;
    boolean smaller = true;
    while (smaller) {
      History next = withoutActions(withoutDeliveries(withoutDevices(withoutRestores(smallest))));
      smaller = !next.equals(smallest);
      smallest = next;
    }
    return smallest;
  }

  private History withoutRestores(History history) {
    History smallest = history;
    for (int i = history.restores().size() - 1; i >= 0; i--) {
      smallest = ifFailing(smallest.withoutRestore(i), smallest);
    }
    return smallest;
  }

  private History withoutDevices(History history) {
    History smallest = history;
    for (UUID deviceId : history.deviceIds()) {
      smallest = ifFailing(smallest.withoutDevice(deviceId), smallest);
    }
    return smallest;
  }

  private History withoutDeliveries(History history) {
    History smallest = history;
    for (int i = history.deliveries().size() - 1; i >= 0; i--) {
      smallest = ifFailing(smallest.withoutDelivery(i), smallest);
    }
    return smallest;
  }

  private History withoutActions(History history) {
    History smallest = history;
    for (int d = history.deliveries().size() - 1; d >= 0; d--) {
      for (int w = history.deliveries().get(d).actions().size() - 1; w >= 0; w--) {
        smallest = ifFailing(smallest.withoutAction(d, w), smallest);
      }
    }
    return smallest;
  }

  private History ifFailing(History smaller, History otherwise) {
    return failureOf.apply(smaller).isPresent() ? smaller : otherwise;
  }
}

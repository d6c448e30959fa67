package app.durus.server.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What some devices of one listener pushed, in the order of arrival. Everything that happens to
 * intents on their way (replays, splits, reordering, delay) shows only as what a delivery carries
 * and when it arrives, so a history is made smaller by leaving things out of it.
 *
 * @param seed what it was made from; kept when it is made smaller
 */
record History(long seed, List<Delivery> deliveries) {

  /**
   * One push.
   *
   * @param arrivesAt by the database's clock, milliseconds since 1970
   */
  record Delivery(UUID deviceId, long arrivesAt, List<Wish> wishes) {
    Delivery {
      wishes = List.copyOf(wishes);
    }
  }

  /** A wish with the device that carried it. */
  record Carried(Wish wish, UUID deviceId) {}

  History {
    deliveries = List.copyOf(deliveries);
  }

  List<UUID> deviceIds() {
    return deliveries.stream().map(Delivery::deviceId).distinct().toList();
  }

  List<Delivery> deliveriesOf(UUID deviceId) {
    return deliveries.stream().filter(delivery -> delivery.deviceId().equals(deviceId)).toList();
  }

  int wishCount() {
    return deliveries.stream().mapToInt(delivery -> delivery.wishes().size()).sum();
  }

  History withoutDevice(UUID deviceId) {
    return new History(
        seed,
        deliveries.stream().filter(delivery -> !delivery.deviceId().equals(deviceId)).toList());
  }

  History withoutDelivery(int index) {
    List<Delivery> fewer = new ArrayList<>(deliveries);
    fewer.remove(index);
    return new History(seed, fewer);
  }

  History withoutWish(int delivery, int wish) {
    Delivery present = deliveries.get(delivery);
    List<Wish> fewer = new ArrayList<>(present.wishes());
    fewer.remove(wish);
    List<Delivery> changed = new ArrayList<>(deliveries);
    changed.set(delivery, new Delivery(present.deviceId(), present.arrivesAt(), fewer));
    return new History(seed, changed);
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + deliveries.stream()
            .map(
                delivery ->
                    "\n  at %d device %s%s"
                        .formatted(
                            delivery.arrivesAt(),
                            delivery.deviceId(),
                            delivery.wishes().stream()
                                .map(wish -> "\n    " + wish)
                                .collect(Collectors.joining())))
            .collect(Collectors.joining());
  }
}

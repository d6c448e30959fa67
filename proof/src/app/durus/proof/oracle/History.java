package app.durus.proof.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The pushes of one listener's devices in the order of arrival, and the restores of backups.
 * Replays, splits, reordering and delays appear only as the contents and the time of a delivery. So
 * a smaller history is made by leaving parts out.
 *
 * @param seed of the original history; a smaller one keeps it
 * @param restores R13; usually none
 */
public record History(long seed, List<Delivery> deliveries, List<Restore> restores) {

  /** In the order of {@link #at}. */
  public sealed interface Event {

    /** By the database's clock, milliseconds since 1970. */
    long at();
  }

  /**
   * One push.
   *
   * @param arrivesAt by the database's clock, milliseconds since 1970
   */
  public record Delivery(UUID deviceId, long arrivesAt, List<ListenerAction> actions)
      implements Event {
    public Delivery {
      actions = List.copyOf(actions);
    }

    @Override
    public long at() {
      return arrivesAt;
    }
  }

  /**
   * A backup, and its restore, which begins a new epoch. A push that arrives in the same
   * millisecond arrives before either.
   */
  public record Restore(long takenAt, long restoredAt) {}

  /** The moment in which the backup of a restore is taken. */
  public record BackupTaken(Restore restore) implements Event {
    @Override
    public long at() {
      return restore.takenAt();
    }
  }

  /** The moment in which the database is set back. */
  public record Restored(Restore restore) implements Event {
    @Override
    public long at() {
      return restore.restoredAt();
    }
  }

  /** An action with the device that carried it. */
  public record Carried(ListenerAction action, UUID deviceId) {}

  public History {
    deliveries = List.copyOf(deliveries);
    restores = List.copyOf(restores);
  }

  public List<Event> events() {
    List<Event> events = new ArrayList<>(deliveries);
    for (Restore restore : restores) {
      events.add(new BackupTaken(restore));
      events.add(new Restored(restore));
    }
    events.sort(Comparator.comparingLong(Event::at));
    return events;
  }

  public List<UUID> deviceIds() {
    return deliveries.stream().map(Delivery::deviceId).distinct().toList();
  }

  List<Delivery> deliveriesOf(UUID deviceId) {
    return deliveries.stream().filter(delivery -> delivery.deviceId().equals(deviceId)).toList();
  }

  public int actionCount() {
    return deliveries.stream().mapToInt(delivery -> delivery.actions().size()).sum();
  }

  public History withoutDevice(UUID deviceId) {
    return new History(
        seed,
        deliveries.stream().filter(delivery -> !delivery.deviceId().equals(deviceId)).toList(),
        restores);
  }

  public History withoutRestore(int index) {
    List<Restore> fewer = new ArrayList<>(restores);
    fewer.remove(index);
    return new History(seed, deliveries, fewer);
  }

  public History withoutDelivery(int index) {
    List<Delivery> fewer = new ArrayList<>(deliveries);
    fewer.remove(index);
    return new History(seed, fewer, restores);
  }

  public History withoutAction(int delivery, int action) {
    Delivery present = deliveries.get(delivery);
    List<ListenerAction> fewer = new ArrayList<>(present.actions());
    fewer.remove(action);
    List<Delivery> changed = new ArrayList<>(deliveries);
    changed.set(delivery, new Delivery(present.deviceId(), present.arrivesAt(), fewer));
    return new History(seed, changed, restores);
  }

  @Override
  public String toString() {
    return "seed " + seed + events().stream().map(History::line).collect(Collectors.joining());
  }

  private static String line(Event event) {
    return switch (event) {
      case BackupTaken taken ->
          String.format(Locale.ROOT, "\n  at %d ms a backup is taken", taken.at());
      case Restored restored ->
          String.format(
              Locale.ROOT,
              "\n  at %d ms the backup of %d ms is restored",
              restored.at(),
              restored.restore().takenAt());
      case Delivery delivery ->
          String.format(
              Locale.ROOT,
              "\n  at %d ms device %s pushes%s",
              delivery.at(),
              delivery.deviceId(),
              delivery.actions().stream()
                  .map(action -> "\n    " + action)
                  .collect(Collectors.joining()));
    };
  }
}

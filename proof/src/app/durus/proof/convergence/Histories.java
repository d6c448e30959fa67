package app.durus.proof.convergence;

import app.durus.proof.oracle.History;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.History.Delivery;
import app.durus.proof.oracle.History.Restore;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.ListenerAction.Kind;
import app.durus.proof.oracle.TestCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes a history from a seed: one to five devices, all types of intents, clocks that are wrong by
 * milliseconds or weeks, and a network that delays, splits, reorders and repeats. Half of the
 * histories draw times and ids from tiny sets, so that every kind of tie is frequent; the other
 * half spread over {@link #SPAN}. In half of them a backup is restored, once or twice.
 */
final class Histories {

  static final Duration SPAN = Duration.ofDays(42);

  private static final long SPAN_MS = SPAN.toMillis();
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 24 * 60 * MINUTE_MS;
  private static final long CLOCK_TOLERANCE_MS = 300_000;
  private static final int MAX_DEVICES = 5;
  private static final int MAX_WISHES_A_DEVICE = 12;
  private static final int MAX_PUSH = 6;
  private static final long MAX_POSITION_MS = 3_600_000_000L;

  private static final List<UUID> FEW_IDS =
      List.of(
          TestCatalogue.id(0x01, 1),
          TestCatalogue.id(0x01, 0xFF),
          TestCatalogue.id(0x7F, 1),
          TestCatalogue.id(0x80, 1),
          TestCatalogue.id(0xFF, 1));

  private final long seed;
  private final SplittableRandom random;
  private final long startMs;
  private final boolean ties;

  private Histories(long seed, long startMs) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.startMs = startMs;
    this.ties = random.nextBoolean();
  }

  /**
   * The same history for the same seed, except for the start, to which all times are relative.
   *
   * @param startMs milliseconds since 1970
   */
  static History of(long seed, long startMs) {
    return new Histories(seed, startMs).make();
  }

  private History make() {
    int count = 1 + random.nextInt(MAX_DEVICES);
    List<GeneratedDevice> devices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      devices.add(device(i));
    }
    carryOver(devices);
    List<Delivery> deliveries = new ArrayList<>();
    devices.forEach(device -> deliver(device, deliveries));
    deliveries.sort(Comparator.comparingLong(Delivery::arrivesAt));
    return new History(seed, deliveries, restores(deliveries));
  }

  /**
   * R13: a restore of any moment, including the one before everything, and one before another
   * restore.
   */
  private List<Restore> restores(List<Delivery> deliveries) {
    int count = random.nextBoolean() ? 0 : 1 + (random.nextInt(4) == 0 ? 1 : 0);
    List<Restore> restores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int last = random.nextInt(deliveries.size());
      int lastKept = random.nextInt(-1, last + 1);
      restores.add(
          new Restore(
              lastKept < 0
                  ? deliveries.getFirst().arrivesAt() - 1
                  : deliveries.get(lastKept).arrivesAt(),
              deliveries.get(last).arrivesAt()));
    }
    return restores;
  }

  /**
   * @param skewMs how far its clock is ahead
   */
  private record GeneratedDevice(UUID deviceId, long skewMs, List<ListenerAction> outbox) {}

  private GeneratedDevice device(int number) {
    UUID deviceId = TestCatalogue.id(random.nextInt(256), 0xD0 + number);
    long skewMs = skewMs();
    List<ListenerAction> outbox = new ArrayList<>();
    int count = 1 + random.nextInt(MAX_WISHES_A_DEVICE);
    for (int i = 0; i < count; i++) {
      long at = ties ? startMs + random.nextInt(4) : startMs + random.nextLong(SPAN_MS) + skewMs;
      outbox.add(action(at));
    }
    return new GeneratedDevice(deviceId, skewMs, outbox);
  }

  /** Most clocks are right. Some are wrong by seconds, some by weeks, in both directions. */
  private long skewMs() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextLong(-4 * MINUTE_MS, 4 * MINUTE_MS);
      case 1 -> random.nextLong(-20 * DAY_MS, 20 * DAY_MS);
      case 2 -> random.nextLong(0, 3 * DAY_MS);
      default -> random.nextLong(-20, 20);
    };
  }

  private ListenerAction action(long occurredAt) {
    UUID id =
        ties
            ? FEW_IDS.get(random.nextInt(FEW_IDS.size()))
            : new UUID(random.nextLong(), random.nextLong());
    long at = random.nextInt(40) == 0 ? impossibleTime() : occurredAt;
    TestCatalogue.Lecture lecture =
        TestCatalogue.LECTURES.get(random.nextInt(ties ? 2 : TestCatalogue.LECTURES.size()));
    UUID lectureId = random.nextInt(25) == 0 ? TestCatalogue.UNKNOWN_LECTURE : lecture.lectureId();
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    if (kind != Kind.PROGRESS) {
      return ListenerAction.of(id, kind, lectureId, at);
    }
    return ListenerAction.progress(id, lectureId, at, positionMs(lecture), assetId(lecture));
  }

  private long impossibleTime() {
    return switch (random.nextInt(4)) {
      case 0 -> 1_577_836_799_999L;
      case 1 -> 8_640_000_000_000_001L;
      case 2 -> -1;
      default -> Long.MAX_VALUE;
    };
  }

  /** Often near the end of the recording, where the view changes. */
  private long positionMs(TestCatalogue.Lecture lecture) {
    long durationMs = lecture.presentDurationMs();
    long marginMs = Math.min(10_000, durationMs / 20);
    return switch (random.nextInt(ties ? 3 : 12)) {
      case 0 -> 0;
      case 1 -> durationMs - marginMs - random.nextInt(2);
      case 2 -> durationMs + random.nextInt(2);
      case 3 -> MAX_POSITION_MS + random.nextInt(2);
      case 4 -> -1;
      default -> random.nextLong(durationMs);
    };
  }

  private UUID assetId(TestCatalogue.Lecture lecture) {
    return switch (random.nextInt(20)) {
      case 0 -> TestCatalogue.UNKNOWN_ASSET;
      case 1 -> TestCatalogue.LECTURES.get(random.nextInt(3)).assets().getFirst().assetId();
      default -> lecture.assets().get(random.nextInt(lecture.assets().size())).assetId();
    };
  }

  /** R13: after a restore, a device offers what it received from another one. */
  private void carryOver(List<GeneratedDevice> devices) {
    for (GeneratedDevice device : devices) {
      List<ListenerAction> another = devices.get(random.nextInt(devices.size())).outbox();
      if (random.nextInt(3) == 0) {
        device.outbox().add(another.get(random.nextInt(another.size())));
      }
    }
  }

  /** Sends an outbox one to three times. Each time it may be shuffled, and it is split anew. */
  private void deliver(GeneratedDevice device, List<Delivery> deliveries) {
    int times = 1 + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
    for (int time = 0; time < times; time++) {
      List<ListenerAction> queue =
          random.nextBoolean() ? device.outbox() : shuffled(device.outbox());
      int from = 0;
      while (from < queue.size()) {
        int to = Math.min(queue.size(), from + 1 + random.nextInt(MAX_PUSH));
        List<ListenerAction> push = new ArrayList<>(queue.subList(from, to));
        if (random.nextInt(8) == 0) {
          push.add(push.get(random.nextInt(push.size())));
        }
        deliveries.add(new Delivery(device.deviceId(), arrivalOf(push, device.skewMs()), push));
        from = to;
      }
    }
  }

  /**
   * The arrival, after the last action by a right clock: at once, or up to weeks later. Sometimes
   * exactly at the limit of stamps that are too far ahead.
   */
  private long arrivalOf(List<ListenerAction> push, long skewMs) {
    long madeAt =
        push.stream()
            .mapToLong(ListenerAction::occurredAt)
            .filter(at -> at >= startMs - SPAN_MS && at <= startMs + 2 * SPAN_MS)
            .max()
            .orElse(startMs + skewMs);
    if (random.nextInt(12) == 0) {
      return madeAt - CLOCK_TOLERANCE_MS - random.nextInt(2);
    }
    long delayMs = random.nextBoolean() ? random.nextLong(MINUTE_MS) : random.nextLong(21 * DAY_MS);
    return madeAt - (ties ? 0 : skewMs) + delayMs;
  }

  private <T> List<T> shuffled(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    for (int i = copy.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T other = copy.get(j);
      copy.set(j, copy.get(i));
      copy.set(i, other);
    }
    return copy;
  }

  /**
   * All actions of a history, in pushes of another order and size. They must have the same outcome.
   * The order follows from the actions themselves, so that leaving some out keeps it.
   */
  static List<Delivery> redelivered(History history, long arrivesAt) {
    List<Placed> all = new ArrayList<>();
    for (Delivery delivery : history.deliveries()) {
      for (ListenerAction action : delivery.actions()) {
        Carried one = new Carried(action, delivery.deviceId());
        all.add(new Placed(mixed(one.toString().hashCode() ^ history.seed()), one));
      }
    }
    all.sort(Comparator.comparingInt(Placed::place));
    List<Delivery> pushes = new ArrayList<>();
    for (Placed placed : all) {
      Carried one = placed.carried();
      Delivery last = pushes.isEmpty() ? null : pushes.getLast();
      List<ListenerAction> push = new ArrayList<>();
      if (last != null
          && last.deviceId().equals(one.deviceId())
          && last.actions().size() < MAX_PUSH) {
        push.addAll(pushes.removeLast().actions());
      }
      push.add(one.action());
      pushes.add(new Delivery(one.deviceId(), arrivesAt, push));
    }
    return pushes;
  }

  private record Placed(int place, Carried carried) {}

  private static int mixed(long bits) {
    return new SplittableRandom(bits).nextInt();
  }
}

package app.durus.server.listening.rules;

import java.util.UUID;

/** Sample ids and intents for the tests of the rules. */
final class Sample {

  static final UUID LECTURE = id(1);
  static final UUID OTHER_LECTURE = id(2);
  static final UUID ASSET = id(11);
  static final UUID OTHER_ASSET = id(12);
  static final UUID PHONE = id(21);
  static final UUID TABLET = id(22);

  /** 2026-01-01T00:00Z. */
  static final long NEW_YEAR = 1_767_225_600_000L;

  private Sample() {}

  static UUID id(long low) {
    return new UUID(0x0001_0000_0000_7000L, low);
  }

  static Stamp stamp(long occurredAt, long intent) {
    return new Stamp(occurredAt, id(intent));
  }

  static Intent progress(long occurredAt, long intent, long positionMs) {
    return Intents.progress(LECTURE, stamp(occurredAt, intent), PHONE, positionMs, ASSET);
  }

  static Intent completed(long occurredAt, long intent) {
    return Intents.completed(LECTURE, stamp(occurredAt, intent), PHONE);
  }

  static Intent reopened(long occurredAt, long intent) {
    return Intents.reopened(LECTURE, stamp(occurredAt, intent), PHONE);
  }

  static Intent favorited(long occurredAt, long intent) {
    return Intents.favorited(LECTURE, stamp(occurredAt, intent), PHONE);
  }

  static Intent unfavorited(long occurredAt, long intent) {
    return Intents.unfavorited(LECTURE, stamp(occurredAt, intent), PHONE);
  }

  /** The state after these intents, in this order. */
  static Registers after(Intent... intents) {
    Registers registers = Registers.NONE;
    for (Intent intent : intents) {
      registers = registers.join(Registers.of(intent));
    }
    return registers;
  }
}

package app.durus.server.simulation;

/**
 * A lecture's state as everybody should see it, in plain values, comparable whatever it was read
 * from.
 *
 * @param position null while no intent wrote it; so each register
 * @param firstCompletedAt null when never completed
 */
record ExpectedState(Held position, Held completion, Long firstCompletedAt, Held favorite) {

  static final ExpectedState NOTHING = new ExpectedState(null, null, null, null);

  /**
   * What holds a register.
   *
   * @param value {@code 1000 <asset>}, {@code true} or {@code false}
   */
  record Held(String value, long occurredAt, String intentId, String deviceId) {

    /** Whichever device carried it. */
    boolean isSameIntent(Held other) {
      return other != null
          && value.equals(other.value)
          && occurredAt == other.occurredAt
          && intentId.equals(other.intentId);
    }
  }

  /** What the listener sees of it. */
  record Seen(long resumePositionMs, boolean completed) {}

  Held register(ListenerAction.Register register) {
    return switch (register) {
      case POSITION -> position;
      case COMPLETION -> completion;
      case FAVORITE -> favorite;
    };
  }
}

package app.durus.proof.oracle;

/**
 * A lecture's state as everybody should see it, in plain values, comparable whatever it was read
 * from.
 *
 * @param position null while no intent wrote it; so each register
 * @param firstCompletedAt null when never completed
 */
public record ExpectedState(Held position, Held completion, Long firstCompletedAt, Held favorite) {

  public static final ExpectedState NOTHING = new ExpectedState(null, null, null, null);

  /**
   * What holds a register.
   *
   * @param value {@code 1000 <asset>}, {@code true} or {@code false}
   */
  public record Held(String value, long occurredAt, String intentId, String deviceId) {

    /** Whichever device carried it. */
    public boolean isSameIntent(Held other) {
      return other != null
          && value.equals(other.value)
          && occurredAt == other.occurredAt
          && intentId.equals(other.intentId);
    }
  }

  /** What the listener sees of it. */
  public record Seen(long resumePositionMs, boolean completed) {}

  public Held register(ListenerAction.Register register) {
    return switch (register) {
      case POSITION -> position;
      case COMPLETION -> completion;
      case FAVORITE -> favorite;
    };
  }
}

package app.durus.proof.oracle;

/**
 * The state of a lecture that every device and the server should have. Plain values, so that states
 * from different sources can be compared.
 *
 * @param position null while no intent wrote it; the same holds for each register
 * @param firstCompletedAt null when never completed
 */
public record ExpectedState(Held position, Held completion, Long firstCompletedAt, Held favorite) {

  public static final ExpectedState NOTHING = new ExpectedState(null, null, null, null);

  /**
   * The content of a register.
   *
   * @param value {@code 1000 <asset>}, {@code true} or {@code false}
   */
  public record Held(String value, long occurredAt, String intentId, String deviceId) {

    /** Compares without the device that carried it. */
    public boolean isSameIntent(Held other) {
      return other != null
          && value.equals(other.value)
          && occurredAt == other.occurredAt
          && intentId.equals(other.intentId);
    }
  }

  /** What the listener sees. */
  public record Seen(long resumePositionMs, boolean completed) {}

  public Held register(ListenerAction.Register register) {
    return switch (register) {
      case POSITION -> position;
      case COMPLETION -> completion;
      case FAVORITE -> favorite;
    };
  }
}

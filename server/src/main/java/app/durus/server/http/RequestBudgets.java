package app.durus.server.http;

/**
 * How much of this process's memory callers can take while their calls are under way.
 *
 * @param listeners of those who are signed in, each by id
 * @param strangers of those who are not, each by address
 */
public record RequestBudgets(CallerBudget listeners, CallerBudget strangers) {

  public static RequestBudgets of(HttpLimits limits) {
    return new RequestBudgets(
        new CallerBudget(limits.listenerBytes()), new CallerBudget(limits.strangerBytes()));
  }

  /** Whether a large body would not be taken from a listener. */
  public boolean isExhausted() {
    return listeners.isExhausted();
  }
}

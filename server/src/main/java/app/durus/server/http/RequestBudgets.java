package app.durus.server.http;

/**
 * How much memory callers can use while their calls are under way.
 *
 * @param listeners for signed-in callers, by id
 * @param strangers for all other callers, by address
 */
public record RequestBudgets(CallerBudget listeners, CallerBudget strangers) {

  public static RequestBudgets of(HttpLimits limits) {
    return new RequestBudgets(
        new CallerBudget(limits.listenerBytes()), new CallerBudget(limits.strangerBytes()));
  }

  /** Whether there is no room for a large body of a signed-in caller. */
  public boolean isExhausted() {
    return listeners.isExhausted();
  }
}

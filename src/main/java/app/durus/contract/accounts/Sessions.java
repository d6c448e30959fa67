package app.durus.contract.accounts;

import java.util.List;
import org.jspecify.annotations.NonNull;

/** The sessions of an account that have not ended, the one used last first. */
public record Sessions(@NonNull List<@NonNull Session> sessions) {

  /**
   * A browser that is signed in.
   *
   * @param id names the session in {@code endSession}
   * @param device what the browser calls itself (its User-Agent, cut to 200 characters); empty when
   *     it is not known
   * @param createdAt milliseconds since 1970
   * @param lastSeenAt milliseconds since 1970, to the day
   * @param current whether it is the session that asks
   */
  public record Session(
      @NonNull String id,
      @NonNull String device,
      long createdAt,
      long lastSeenAt,
      boolean current) {}
}

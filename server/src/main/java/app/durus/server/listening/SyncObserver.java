package app.durus.server.listening;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.rules.Verdict;
import java.time.Duration;

/**
 * Counts what becomes of pushes and pulls. It decides nothing and never fails. It does not learn
 * who listened or to what. Called on every event loop.
 */
public interface SyncObserver {

  /** Observes nothing. */
  SyncObserver NONE = new SyncObserver() {};

  /** A delivery was answered. */
  default void answered(Delivery delivery) {}

  /**
   * One intent was judged.
   *
   * @param type as the contract names it; {@code UNREADABLE} for a malformed intent
   * @param conflict whether this was the first attempt and the register of another device won
   */
  default void judged(String type, Verdict verdict, boolean conflict) {}

  /** A whole delivery was refused. */
  default void refused(RequestError.Kind kind) {}

  /** The server failed to answer. The push may or may not have been committed. */
  default void failed() {}

  /**
   * A transaction was committed or failed.
   *
   * @param pushes how many pushes shared it
   */
  default void transactionEnded(int pushes, Duration took, boolean committed) {}

  /**
   * What a device reported about a delivery.
   *
   * @param intents how many; 0 for a pull
   * @param attempt how often the device tried this batch before
   * @param pending outbox entries that wait on the device
   * @param clockSkew the device's clock minus the database's, positive when the device is ahead;
   *     null when the device did not send its time
   */
  record Delivery(int intents, long attempt, long pending, Duration clockSkew) {}
}

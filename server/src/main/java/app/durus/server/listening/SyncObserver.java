package app.durus.server.listening;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.rules.Verdict;
import java.time.Duration;

/**
 * Is told what becomes of pushes and pulls, and counts it. Decides nothing, never fails, and learns
 * neither who listened nor to what. Called on every event loop.
 */
public interface SyncObserver {

  /** Observes nothing. */
  SyncObserver NONE = new SyncObserver() {};

  /** A delivery was answered. */
  default void answered(Delivery delivery) {}

  /**
   * One intent was judged.
   *
   * @param type as the contract names it; empty when it could not be read
   * @param conflict whether this was the first attempt and another device's register held against
   *     it
   */
  default void judged(String type, Verdict verdict, boolean conflict) {}

  /** A whole delivery was refused. */
  default void refused(RequestError.Kind kind) {}

  /** The server failed to answer; nobody knows whether the push was committed. */
  default void failed() {}

  /**
   * A transaction ended, well or not.
   *
   * @param pushes how many shared it
   */
  default void transactionEnded(int pushes, Duration took, boolean committed) {}

  /**
   * What a device said about a delivery.
   *
   * @param intents none for a pull
   * @param attempt how often the device had tried this batch before
   * @param pending entries that still wait on the device
   * @param clockSkew the device's clock less the database's, positive when it is ahead; null when
   *     the device did not tell its time
   */
  record Delivery(int intents, long attempt, long pending, Duration clockSkew) {}
}

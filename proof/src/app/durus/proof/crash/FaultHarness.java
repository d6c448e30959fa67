package app.durus.proof.crash;

import app.durus.proof.devices.Epochs;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A running product, and a fault that can be repeated. */
public interface FaultHarness {

  ServerProcess server();

  /**
   * Reads the database by a connection that the fault does not affect. Ask again after each fault.
   */
  ProofTables tables() throws IOException;

  /** Begins the fault. */
  void kill() throws Exception;

  /**
   * Whether the fault takes back what was committed before it, so that devices have to offer it
   * again (R13).
   */
  default boolean restoresABackup() {
    return false;
  }

  /** The epochs that devices may be told. */
  default Epochs epochs() {
    return new Epochs(restoresABackup());
  }

  /**
   * Called after {@link #kill}, while the fault lasts.
   *
   * @param seen for each listener the last revision that a device has been told, 0 for none
   */
  default void lasts(Map<UUID, Long> seen) throws Exception {}

  /** Ends the fault, at once or after its time. The time until recovery is measured from here. */
  void startAgain() throws Exception;

  /** Counts an answer with status 200. Called on any thread. */
  default void answered(Duration took) {}

  /** Judges a request that got no answer or another status. Called on any thread. */
  default void unanswered(UnansweredException how, Duration took)
      throws DivergenceException, InterruptedException {}
}

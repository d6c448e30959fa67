package app.durus.proof.crash;

import app.durus.proof.devices.Device;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;

/** A running product, and a fault that can be done to it again and again. */
public interface FaultHarness {

  ServerProcess server();

  /** Looks into the database without meeting the fault; asked anew after each. */
  ProofTables tables() throws IOException;

  /** The fault begins. */
  void kill() throws Exception;

  /** The fault ends, at once or after a while; from then on is measured. */
  void startAgain() throws Exception;

  /** A device was answered; on any thread. */
  default void answered(Duration took) {}

  /** A device was not answered, or told to come back; on any thread. */
  default void unanswered(Device.Unanswered how, Duration took)
      throws DivergenceException, InterruptedException {}
}

package app.durus.proof.nodes;

import app.durus.proof.convergence.ServedHistories;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import java.util.List;

/**
 * {@code proof/nodes}: two server processes on one database, behind an nginx. A request goes to
 * either server, or to the one that has its session.
 */
final class NodesProof {

  private static final int HISTORIES_BRIEFLY = 200;
  private static final int SERVERS = 2;

  private NodesProof() {}

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    boolean holds =
        ServedHistories.run(
            new ProofLog("nodes"), options, HISTORIES_BRIEFLY, options.time(), SERVERS);
    System.exit(holds ? 0 : 1);
  }
}

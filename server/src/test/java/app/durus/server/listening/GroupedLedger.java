package app.durus.server.listening;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.stream.IntStream;

/** A ledger whose pushes share transactions, as a process has it. */
public final class GroupedLedger {

  private GroupedLedger() {}

  public static ListeningLedger of(Vertx vertx, BatchLedger ledger, int lanes) {
    List<CommitLanes.Lane> all =
        IntStream.range(0, lanes)
            .mapToObj(
                i ->
                    new CommitLanes.Lane(
                        ((VertxInternal) vertx).createEventLoopContext(),
                        new GroupCommit(ledger, GroupCommit.Bounds.USUAL)))
            .toList();
    return new CommitLanes(vertx, ledger, all);
  }
}

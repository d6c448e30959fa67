package app.durus.server.listening;

import java.util.List;
import java.util.stream.IntStream;

/** A ledger whose pushes share transactions, composed as in production. */
public final class GroupedLedger {

  private GroupedLedger() {}

  public static ListeningLedger of(BatchLedger ledger, int lanes) {
    List<GroupCommit> all =
        IntStream.range(0, lanes)
            .mapToObj(i -> new GroupCommit(Runnable::run, ledger, GroupCommit.Bounds.USUAL))
            .toList();
    return new CommitLanes(ledger, all);
  }
}

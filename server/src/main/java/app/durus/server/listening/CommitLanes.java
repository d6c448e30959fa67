package app.durus.server.listening;

import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Routes each push to the commit lane of its listener. Few lanes make large batches, whatever the
 * number of event loops that serve requests. All pushes of one listener use the same lane, so that
 * within a process no transaction waits for another one's lock.
 */
public final class CommitLanes implements ListeningLedger {

  private final ListeningLedger pulls;
  private final List<GroupCommit> lanes;

  /**
   * @param pulls answers pulls, which do not share transactions
   * @param lanes at least one
   */
  public CommitLanes(ListeningLedger pulls, List<GroupCommit> lanes) {
    this.pulls = pulls;
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public Future<Page> pull(UUID listenerId, ChangeCursor since) {
    return pulls.pull(listenerId, since);
  }

  /** Fails with a {@link app.durus.server.errors.RequestError} when too many pushes are waiting. */
  @Override
  public Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide) {
    return laneOf(push.listenerId()).reconcile(push, decide);
  }

  /** How many pushes wait for a transaction. May be called from any thread. */
  public int waitingPushes() {
    return lanes.stream().mapToInt(GroupCommit::waitingPushes).sum();
  }

  private GroupCommit laneOf(UUID listenerId) {
    return lanes.get(Math.floorMod(listenerId.hashCode(), lanes.size()));
  }
}

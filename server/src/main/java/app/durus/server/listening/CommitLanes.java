package app.durus.server.listening;

import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Brings each push to the event loop that commits for its listener, and the answer back to where it
 * was asked. Few lanes make large batches, whatever the number of event loops that serve requests;
 * and two pushes of one listener are always in the same lane, so that within a process no
 * transaction waits for another one's lock.
 */
public final class CommitLanes implements ListeningLedger {

  private final Vertx vertx;
  private final ListeningLedger pulls;
  private final List<Lane> lanes;

  /**
   * @param loop where {@code commits} is called, and nowhere else
   */
  public record Lane(Context loop, GroupCommit commits) {}

  /**
   * @param pulls answers pulls, on the event loop that asks
   * @param lanes at least one
   */
  public CommitLanes(Vertx vertx, ListeningLedger pulls, List<Lane> lanes) {
    this.vertx = vertx;
    this.pulls = pulls;
    this.lanes = List.copyOf(lanes);
  }

  @Override
  public Future<Page> pull(UUID listenerId, Since since) {
    return pulls.pull(listenerId, since);
  }

  @Override
  public Future<Recorded> reconcile(Push push, Function<Facts, Reconciliation> decide) {
    Lane lane = laneOf(push.listenerId());
    Context asking = vertx.getOrCreateContext();
    Promise<Recorded> answer = Promise.promise();
    lane.loop()
        .runOnContext(
            arrived ->
                lane.commits()
                    .reconcile(push, decide)
                    .onComplete(ended -> asking.runOnContext(back -> answer.handle(ended))));
    return answer.future();
  }

  /** How many pushes wait for a transaction. May be asked by any thread. */
  public int waitingPushes() {
    return lanes.stream().mapToInt(lane -> lane.commits().waitingPushes()).sum();
  }

  private Lane laneOf(UUID listenerId) {
    return lanes.get(Math.floorMod(listenerId.hashCode(), lanes.size()));
  }
}

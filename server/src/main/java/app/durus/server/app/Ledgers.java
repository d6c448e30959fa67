package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import app.durus.server.listening.CommitLanes;
import app.durus.server.listening.GroupCommit;
import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.ObservedLedger;
import app.durus.server.listening.pg.PgListeningLedger;
import app.durus.server.observability.SyncMetrics;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.stream.IntStream;

/** Builds the ledger through which all pushes go. */
final class Ledgers {

  private Ledgers() {}

  /**
   * Builds the ledger that all event loops share. Few lanes make large batches, so there are half
   * as many as cores, each with a connection of its own.
   *
   * @param paths receives the connection path of each lane
   */
  static ListeningLedger create(
      Vertx vertx,
      Database database,
      Pool pool,
      Configuration configuration,
      SyncMetrics metrics,
      List<DatabaseHealthCheck.ConnectionPath> paths) {
    ObservedLedger single = new ObservedLedger(new PgListeningLedger(pool), metrics);
    if (!configuration.groupCommit()) {
      return single;
    }
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    List<DatabaseHealthCheck.ConnectionPath> own =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> ConnectionPaths.own(vertx, database, "commit lane " + i))
            .toList();
    paths.addAll(own);
    CommitLanes commits =
        new CommitLanes(single, own.stream().map(path -> lane(path, single, metrics)).toList());
    metrics.observeQueue(commits::waitingPushes);
    return commits;
  }

  private static GroupCommit lane(
      DatabaseHealthCheck.ConnectionPath path, ListeningLedger waiting, SyncMetrics metrics) {
    return new GroupCommit(
        path.loop(),
        new ObservedLedger(PgListeningLedger.thatWaitsForNoLock(path.pool()), metrics),
        waiting,
        GroupCommit.Bounds.USUAL);
  }
}

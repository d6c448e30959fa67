package app.durus.server.app;

import app.durus.server.batching.Batcher;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes the connections over which requests reach the database, and checks each of them. */
final class ConnectionPaths {

  private ConnectionPaths() {}

  /** A connection with its own event loop. */
  static DatabaseHealthCheck.ConnectionPath own(Vertx vertx, Database database, String name) {
    return new DatabaseHealthCheck.ConnectionPath(
        name, database.ownConnection(vertx), Batcher.on(ServerLifecycle.eventLoop(vertx)));
  }

  /**
   * Waits until each path works, and keeps watching them. So a push can be committed once the
   * server reports that it is ready.
   *
   * @param limit how long the paths may fail to connect
   */
  static void awaitEach(Vertx vertx, Database database, DatabaseHealthCheck watch, Duration limit) {
    database.firstUse(vertx, limit, watch::probe);
    watch.start(vertx);
  }
}

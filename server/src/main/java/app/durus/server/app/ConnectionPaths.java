package app.durus.server.app;

import app.durus.server.batching.Batcher;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes the connections over which requests reach the database, and checks each of them. */
final class ConnectionPaths {

  private ConnectionPaths() {}

  /** A connection of its own, on an event loop of its own. */
  static DatabaseHealthCheck.ConnectionPath own(Vertx vertx, Database database, String name) {
    return new DatabaseHealthCheck.ConnectionPath(
        name, database.ownConnection(vertx), Batcher.on(ServerLifecycle.eventLoop(vertx)));
  }

  /**
   * Waits until each path works, and keeps watching them. When the server says that it is ready, a
   * push can be committed.
   *
   * @param limit how long the paths may fail to connect
   */
  static void awaitEach(Vertx vertx, Database database, DatabaseHealthCheck watch, Duration limit) {
    database.firstUse(vertx, limit, watch::probe);
    watch.start(vertx);
  }
}

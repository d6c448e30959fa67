package app.durus.server.app;

import app.durus.server.batching.Batcher;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import io.vertx.core.Vertx;

/** Makes the connections over which requests reach the database, and checks each of them. */
final class ConnectionPaths {

  private ConnectionPaths() {}

  /** A connection of its own, on an event loop of its own. */
  static DatabaseHealthCheck.ConnectionPath own(Vertx vertx, Database database, String name) {
    return new DatabaseHealthCheck.ConnectionPath(
        name, database.ownConnection(vertx), Batcher.on(ServerLifecycle.eventLoop(vertx)));
  }

  /**
   * Waits until each path works. When the server says that it is ready, a push can be committed.
   */
  static void awaitEach(Vertx vertx, Database database, DatabaseHealthCheck watch) {
    try {
      watch.start(vertx).await();
    } catch (Exception e) {
      throw database.cannotBeUsed(e);
    }
  }
}

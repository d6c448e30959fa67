package app.durus.server.app;

import app.durus.server.batching.Batcher;
import app.durus.server.database.Database;
import app.durus.server.database.DatabaseHealthCheck;
import io.vertx.core.Vertx;

/** The connections over which requests reach the database, each of which is watched. */
final class ConnectionPaths {

  private ConnectionPaths() {}

  /** A connection of its own, on an event loop of its own. */
  static DatabaseHealthCheck.ConnectionPath own(Vertx vertx, Database database, String name) {
    return new DatabaseHealthCheck.ConnectionPath(
        name, database.ownConnection(vertx), Batcher.on(ServerLifecycle.eventLoop(vertx)));
  }

  /** Whoever is told that the server is ready may rely on it: a push would be committed now. */
  static void awaitEach(Vertx vertx, Database database, DatabaseHealthCheck watch) {
    try {
      watch.start(vertx).await();
    } catch (Exception e) {
      throw database.cannotBeUsed(e);
    }
  }
}

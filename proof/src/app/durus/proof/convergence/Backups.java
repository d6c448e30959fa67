package app.durus.proof.convergence;

import app.durus.proof.devices.Epochs;
import app.durus.proof.server.ProofTables;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.listening.pg.PgEpoch;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Backups of one listener's tables, so that one listener can be restored while others continue to
 * use the database. A restore begins a new epoch, as the operator's {@code new-epoch} does (R13).
 * The new epoch applies to all listeners.
 */
final class Backups implements AutoCloseable {

  private final ProofTables tables;
  private final Epochs epochs;
  private final Vertx vertx = Vertx.vertx();
  private final PgEpoch epoch;

  /**
   * @param url of the database, as the product takes it
   */
  Backups(ProofTables tables, String url, Epochs epochs) throws SQLException {
    this.tables = tables;
    this.epochs = epochs;
    PgConnectOptions database = DatabaseAddress.parse(url).connectOptions();
    Pool pool = PgBuilder.pool().connectingTo(database).using(vertx).build();
    epoch = new PgEpoch(pool);
    epochs.begun(tables.presentEpoch());
  }

  /** Call while no device writes for this listener. */
  UUID take(UUID listenerId) throws SQLException {
    return tables.backUp(listenerId);
  }

  /** Call while no device of this listener has a request under way. */
  void restore(UUID listenerId, UUID backup) throws SQLException {
    tables.restore(listenerId, backup);
    epochs.begun(epoch.renew().await());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

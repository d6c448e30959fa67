package app.durus.server.listening.pg;

import io.vertx.sqlclient.Row;

/**
 * When and in which history a listener's ledger was looked at.
 *
 * @param databaseTime the database's clock, milliseconds since 1970
 * @param revision the last one handed out to the listener
 */
record LedgerReading(long databaseTime, String epoch, long revision) {

  LedgerReading(Row clockAndEpoch, long revision) {
    this(clockAndEpoch.getLong("database_time"), clockAndEpoch.getString("epoch"), revision);
  }
}

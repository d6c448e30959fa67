package app.durus.server.listening.pg;

import io.vertx.sqlclient.Row;

/**
 * When a listener's ledger was read, in which epoch, and its revision.
 *
 * @param databaseTime the database's clock, milliseconds since 1970
 * @param revision the last revision that the listener was given
 */
record LedgerReading(long databaseTime, String epoch, long revision) {

  LedgerReading(Row clockAndEpoch, long revision) {
    this(clockAndEpoch.getLong("database_time"), clockAndEpoch.getString("epoch"), revision);
  }
}

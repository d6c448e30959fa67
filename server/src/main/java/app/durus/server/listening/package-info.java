/**
 * The listener's own state: where they stand, what is completed, what is a favorite. The rules are
 * in {@code rules}; {@link app.durus.server.listening.ReconcileIntents} is the use case, {@link
 * app.durus.server.listening.ListeningLedger} its port to the database, and {@link
 * app.durus.server.listening.ListeningApi} its edge to the wire.
 */
package app.durus.server.listening;

/**
 * The listener's own state: positions, completions and favorites. The rules are in {@code rules};
 * {@link app.durus.server.listening.ReconcileIntents} is the use case; {@link
 * app.durus.server.listening.ListeningLedger} is its port to the database; {@link
 * app.durus.server.listening.ListeningApi} maps it to the wire.
 */
package app.durus.server.listening;

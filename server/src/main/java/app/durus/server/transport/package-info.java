/** What the transports of this server share; see decision 0025 and decision 0026 for the two. */
package app.durus.server.transport;

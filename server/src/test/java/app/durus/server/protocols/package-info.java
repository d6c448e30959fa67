/** A client that speaks each HTTP version that the server answers. */
package app.durus.server.protocols;

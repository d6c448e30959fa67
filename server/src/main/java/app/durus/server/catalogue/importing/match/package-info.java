/** Decides which known lecture each file is. Pure. */
package app.durus.server.catalogue.importing.match;

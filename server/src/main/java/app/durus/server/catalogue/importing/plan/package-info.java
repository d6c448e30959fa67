/** Computes what an import changes in the catalogue. Pure. */
package app.durus.server.catalogue.importing.plan;

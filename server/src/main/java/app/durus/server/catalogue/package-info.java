/**
 * What there is to listen to: scholars, their series, and lectures. Mostly read, by way of {@link
 * app.durus.server.catalogue.CatalogueApi}; written only by importing a folder.
 */
package app.durus.server.catalogue;

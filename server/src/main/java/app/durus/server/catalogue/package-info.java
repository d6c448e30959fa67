/**
 * Scholars, series and lectures. Clients read them through {@link
 * app.durus.server.catalogue.CatalogueApi}; only importing a folder writes them.
 */
package app.durus.server.catalogue;

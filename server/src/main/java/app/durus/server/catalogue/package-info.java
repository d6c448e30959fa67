/**
 * What there is to listen to: scholars, their series, and lectures. Mostly read; written only by
 * importing a folder, which an operator starts.
 *
 * <p>{@link app.durus.server.catalogue.CatalogueImporter} is the way in, {@link
 * app.durus.server.catalogue.CatalogueApi} the way out. What recognizes a lecture again is told in
 * {@code docs/decisions/0010-importing-a-folder.md}.
 */
package app.durus.server.catalogue;

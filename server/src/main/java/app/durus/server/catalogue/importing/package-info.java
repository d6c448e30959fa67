/**
 * Imports a folder of recordings, in steps: scan the folder, read tags, read overrides ({@code
 * durus.yaml}), match files with known lectures, plan the changes, apply them. {@link
 * app.durus.server.catalogue.importing.CatalogueImporter} is the way in; {@code
 * docs/decisions/0010-importing-a-folder.md} says how a lecture is recognized again.
 */
package app.durus.server.catalogue.importing;

/**
 * Imports a folder of recordings in steps, one package a step: {@code scan} the folder, read {@code
 * tags}, read {@code overrides} ({@code durus.yaml}), {@code match} files with known lectures,
 * {@code plan} the changes. This package applies them; {@link
 * app.durus.server.catalogue.importing.CatalogueImporter} is the way in. {@code
 * docs/decisions/0010-importing-a-folder.md} says how a lecture is recognized again.
 */
package app.durus.server.catalogue.importing;

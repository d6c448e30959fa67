/** Looks through the imported folder for audio files, pictures and {@code durus.yaml} files. */
package app.durus.server.catalogue.importing.scan;

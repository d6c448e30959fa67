/** Reads {@code durus.yaml}, in which an operator corrects what folders and tags say. */
package app.durus.server.catalogue.importing.overrides;

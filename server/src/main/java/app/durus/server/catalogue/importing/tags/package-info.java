/** What a file's path and tags say of its scholar, series, number and title. Pure. */
package app.durus.server.catalogue.importing.tags;

/** Names of files, folders and lectures: their text, their order, and the numbers in them. Pure. */
package app.durus.server.catalogue.importing.names;

/** Makes records from readers that are described by the names of the components. */
package app.durus.server.records;

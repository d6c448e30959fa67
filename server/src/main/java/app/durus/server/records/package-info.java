/** Makes records from what describes their components by name. */
package app.durus.server.records;

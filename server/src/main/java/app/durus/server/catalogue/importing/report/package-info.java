/** What an import tells the operator: how far it has come, what it did, and what to look at. */
package app.durus.server.catalogue.importing.report;

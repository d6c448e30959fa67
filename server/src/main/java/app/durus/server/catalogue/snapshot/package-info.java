/**
 * The whole catalogue as one compressed file that any cache may keep for ever. A device that is new
 * reads it instead of pages, and asks for what changed since (R17).
 */
package app.durus.server.catalogue.snapshot;

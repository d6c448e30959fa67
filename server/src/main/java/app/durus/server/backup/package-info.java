/**
 * Backup and restore: a folder with the rows of every table, the audio files and the pictures. It
 * depends neither on the version of PostgreSQL nor on where the database is.
 */
package app.durus.server.backup;

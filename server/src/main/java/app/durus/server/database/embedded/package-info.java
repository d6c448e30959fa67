/**
 * The bundled PostgreSQL: its programs, its cluster (PostgreSQL's word for a folder of databases),
 * its process and access to it. Everything here blocks.
 *
 * <p>Below the data folder: {@code postgres} is the cluster, {@code postgres.password} the password
 * of its superuser, {@code postgres.log} PostgreSQL's log, {@code programs} the unpacked archive of
 * the jar, and {@code database.lock} the lock of the process that owns the running database.
 */
package app.durus.server.database.embedded;

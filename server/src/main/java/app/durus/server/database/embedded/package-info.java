/**
 * The PostgreSQL that the product brings along: its programs, its cluster (PostgreSQL's word for a
 * folder of databases), its process and who may reach it. Everything here blocks.
 *
 * <p>Below the data folder: {@code postgres} is the cluster, {@code postgres.password} the password
 * of its superuser, {@code postgres.log} what PostgreSQL says, {@code programs} what the jar's
 * archive was unpacked to, and {@code database.lock} tells whose the running database is.
 */
package app.durus.server.database.embedded;

/**
 * Measurements, started by the commands in {@code bench/}: a server process, a PostgreSQL and a
 * load on one machine, against a reference that is measured in the same run. Ratios are what they
 * are for; absolute figures are the machine's.
 */
package app.durus.bench;

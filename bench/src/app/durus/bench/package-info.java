/**
 * Measurements, started by the commands in {@code bench/}: a server process, a PostgreSQL and a
 * load on one machine, against a reference that is measured in the same run. Their results are
 * ratios; absolute figures depend on the machine.
 */
package app.durus.bench;

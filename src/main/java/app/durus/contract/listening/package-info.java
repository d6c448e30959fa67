/**
 * What browser and server agree on about listening: the endpoint of synchronization and its wire
 * records. Hilla generates the TypeScript client from these; the server binds every method (see
 * {@code server.hilla}).
 *
 * <p>Units stand in names: {@code …Ms} are whole milliseconds ({@code occurredAt}, {@code
 * serverTime} and {@code deviceTime} count from 1970-01-01T00:00Z), {@code …Bytes} are bytes. Ids
 * are UUIDs in their canonical text form. A member is never null unless marked {@code @Nullable}.
 */
package app.durus.contract.listening;

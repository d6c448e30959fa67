/**
 * HTTP beyond single features: connection limits, deadlines, bytes in flight, proxies, malformed
 * requests, the status of an error, and the table of paths. docs/security.md lists the limits and
 * their defaults.
 */
package app.durus.server.http;

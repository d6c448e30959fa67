/**
 * What is HTTP and belongs to no feature: connection limits, deadlines, the bytes in flight,
 * proxies, and what makes a request malformed. Limits and their defaults are listed in
 * docs/security.md.
 */
package app.durus.server.http;

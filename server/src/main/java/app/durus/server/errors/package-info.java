/**
 * The errors that domain code reports to its callers. They know nothing of HTTP: {@code
 * app.durus.server.http.ErrorStatus} gives each kind its status.
 */
package app.durus.server.errors;

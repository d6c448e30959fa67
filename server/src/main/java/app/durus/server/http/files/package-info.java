/**
 * Delivers files that never change: entity tags (RFC 9110, section 8.8), ranges (section 14) and
 * how long they may be cached.
 */
package app.durus.server.http.files;

/**
 * What a proxy in front of the server changes: the address of the caller, and the scheme and host
 * that the browser asked for.
 */
package app.durus.server.http.proxy;

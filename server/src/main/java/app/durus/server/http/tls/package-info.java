/** The certificate with which this process serves HTTPS itself, and its renewal. */
package app.durus.server.http.tls;

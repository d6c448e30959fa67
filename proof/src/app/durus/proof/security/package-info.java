/** {@code proof/security}: what strangers and hostile listeners can do to the packaged product. */
package app.durus.proof.security;

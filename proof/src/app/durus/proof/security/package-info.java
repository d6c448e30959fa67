/** {@code proof/security}: attacks of strangers and hostile listeners on the packaged product. */
package app.durus.proof.security;

package app.durus.proof.server;

import java.util.UUID;

/** A listener who is signed in. */
public record Listener(UUID listenerId, String sessionToken) {}

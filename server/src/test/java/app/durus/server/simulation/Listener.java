package app.durus.server.simulation;

import java.util.UUID;

/** A listener who is signed in. */
record Listener(UUID listenerId, String sessionToken) {}

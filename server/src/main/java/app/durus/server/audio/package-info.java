/**
 * Audio as immutable, content-addressed bytes: what parsing a file found, the store, the manifest
 * that downloads are verified by, and the routes. Parsers are in {@code format}.
 *
 * <p>Nothing here knows of lectures. Everything that touches files blocks, except {@link
 * app.durus.server.audio.AudioRoutes}.
 */
package app.durus.server.audio;

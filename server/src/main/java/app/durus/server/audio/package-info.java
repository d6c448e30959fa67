/**
 * Audio as immutable, content-addressed bytes: what an audio file is (its audio without tags, its
 * length), where it is kept, what a download is verified against, and its routes. Parsers are in
 * {@code format}.
 *
 * <p>Nothing in here knows of lectures. Everything that touches files blocks, but for {@link
 * app.durus.server.audio.AudioRoutes}.
 */
package app.durus.server.audio;

/**
 * Audio as immutable, content-addressed bytes: what a recording is (its audio without tags, its
 * length), where it is kept, what a download is verified against, and how it is delivered.
 *
 * <p>Nothing in here knows of lectures. Everything that touches files blocks, but for {@link
 * app.durus.server.audio.AudioRoutes}.
 */
package app.durus.server.audio;

/**
 * The formats of recordings: which one a file has, where its audio lies, how long it plays, and
 * what its tags say. Each container has a package of its own; {@code file} and {@code tags} are
 * what they share. All of them read files and know nothing of the rest of the server. Everything in
 * here blocks.
 */
package app.durus.server.audio.format;

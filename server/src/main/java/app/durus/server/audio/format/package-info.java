/**
 * Parsers of MP3, MP4, Ogg and FLAC, and of their tags: where the audio lies in a file, how long it
 * plays, and what its tags say. They read files and know nothing of the rest of the server.
 * Everything in here blocks.
 */
package app.durus.server.audio.format;

/** FLAC, frame by frame. */
package app.durus.server.audio.format.flac;

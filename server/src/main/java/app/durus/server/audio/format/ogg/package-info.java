/** Ogg: pages, and the packets of Vorbis and Opus in them. */
package app.durus.server.audio.format.ogg;

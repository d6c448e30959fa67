/**
 * What tags say, whatever container they are in: texts, chapters, pictures, and Vorbis comments.
 */
package app.durus.server.audio.format.tags;

/** MPEG-4 files: their boxes, tracks, fragments and chapters. */
package app.durus.server.audio.format.mp4;

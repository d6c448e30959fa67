/** MP3, frame by frame, and the tags that lie around it: ID3v2 and APE. */
package app.durus.server.audio.format.mp3;

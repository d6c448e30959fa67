/** Reading bytes anywhere in a file of any length, and what a container says about its audio. */
package app.durus.server.audio.format.file;

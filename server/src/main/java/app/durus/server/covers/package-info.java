/**
 * Covers of series and lectures: scaled down, stored under the hash of the original picture, and
 * served as immutable files. Nothing here knows of lectures.
 */
package app.durus.server.covers;

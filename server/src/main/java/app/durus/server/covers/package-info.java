/**
 * Pictures of series and lectures: made small, kept under the hash of what they were made from, and
 * delivered as what never changes. Nothing in here knows of lectures.
 */
package app.durus.server.covers;

/**
 * Puts the program together: its commands and their configuration, what is built and how it is
 * wired, how a server starts and stops. Only this package constructs adapters, and only {@code
 * Main} sees it.
 */
package app.durus.server.app;

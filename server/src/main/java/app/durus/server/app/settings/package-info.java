/**
 * What the operator can set: {@code Setting} describes each setting once, {@code SettingsFile}
 * reads the configuration file, and {@code Configuration} is what the commands use.
 */
package app.durus.server.app.settings;

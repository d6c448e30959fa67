package app.durus.server.app.settings;

import java.nio.file.Path;

/**
 * Where the server's certificate and key are, both in PEM.
 *
 * @param certificate the server's certificate, followed by those of its authorities; absolute
 * @param key the private key, not encrypted; absolute
 */
public record TlsFiles(Path certificate, Path key) {}

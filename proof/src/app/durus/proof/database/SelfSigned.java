package app.durus.proof.database;

import app.durus.server.processes.Processes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A certificate of {@code localhost} that signs itself, made by {@code openssl} for a database of a
 * proof.
 *
 * @param certificate which clients have to trust
 * @param key which only the database may read
 */
record SelfSigned(Path certificate, Path key) {

  /**
   * Makes one.
   *
   * @param folder an existing one; both files and a log are written into it
   */
  static SelfSigned in(Path folder) throws IOException, InterruptedException {
    Path certificate = folder.resolve("server.crt").toAbsolutePath();
    Path key = folder.resolve("server.key").toAbsolutePath();
    Process openssl =
        Processes.start(
            new ProcessBuilder(
                "openssl",
                "req",
                "-new",
                "-x509",
                "-nodes",
                "-days",
                "7",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()),
            folder.resolve("openssl.log"));
    if (openssl.waitFor() != 0) {
      throw new IllegalStateException("openssl made no certificate: see " + folder);
    }
    return new SelfSigned(certificate, key);
  }
}

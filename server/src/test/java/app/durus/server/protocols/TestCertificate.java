package app.durus.server.protocols;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;

/**
 * A self-signed certificate for {@code localhost}, made by the JDK's keytool.
 *
 * @param certificate PEM
 * @param key PEM, readable by its owner only
 */
public record TestCertificate(Path certificate, Path key) {

  private static final char[] PASSWORD = "of-a-test".toCharArray();

  public static TestCertificate forLocalhost(Path folder, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost",
                "-ext",
                "bc:critical=ca:true",
                "-validity",
                "30",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (FileInputStream in = new FileInputStream(store.toFile())) {
      keys.load(in, PASSWORD);
    }
    Path certificate =
        Files.writeString(
            folder.resolve(name + ".crt"),
            pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    Path key =
        Files.writeString(
            folder.resolve(name + ".key"),
            pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return new TestCertificate(certificate, key);
  }

  private static String pem(String kind, byte[] content) {
    return String.format(
        Locale.ROOT,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n",
        kind,
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }
}

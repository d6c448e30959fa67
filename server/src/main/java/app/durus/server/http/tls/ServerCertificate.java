package app.durus.server.http.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate, with the chain behind it, and its private key, as they were in their PEM files.
 */
public final class ServerCertificate {

  /** By the names of Java's key managers; each with a signature that the key can make. */
  private enum KeyType {
    RSA("SHA256withRSA"),
    EC("SHA256withECDSA"),
    EDDSA("EdDSA");

    private final String signature;

    KeyType(String signature) {
      this.signature = signature;
    }
  }

  private final Buffer chainPem;
  private final Buffer keyPem;
  private final X509Certificate certificate;

  private ServerCertificate(Buffer chainPem, Buffer keyPem, X509Certificate certificate) {
    this.chainPem = chainPem;
    this.keyPem = keyPem;
    this.certificate = certificate;
  }

  /**
   * Reads both files and checks that they belong together. Blocking.
   *
   * @throws InvalidCertificate when a file cannot be read or is not PEM, or when the key is not
   *     that of the first certificate
   */
  public static ServerCertificate read(Vertx vertx, Path chain, Path key)
      throws InvalidCertificate {
    Buffer chainPem = content(chain);
    Buffer keyPem = content(key);
    X509KeyManager keys = keys(vertx, chainPem, keyPem, chain, key);
    for (KeyType type : KeyType.values()) {
      Optional<String> alias = alias(keys, type);
      if (alias.isPresent()) {
        X509Certificate certificate = keys.getCertificateChain(alias.get())[0];
        if (!belongTogether(certificate, keys.getPrivateKey(alias.get()), type)) {
          throw new InvalidCertificate(key + " is not the key of the certificate in " + chain);
        }
        return new ServerCertificate(chainPem, keyPem, certificate);
      }
    }
    throw new InvalidCertificate(chain + " has a key that is neither RSA nor EC nor EdDSA");
  }

  /** For a server, whose browsers may then choose HTTP/2. */
  public KeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(chainPem).addKeyValue(keyPem);
  }

  /** When browsers stop accepting it. */
  public Instant validUntil() {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether both were read from the same bytes. */
  public boolean isSameAs(ServerCertificate other) {
    return chainPem.equals(other.chainPem) && keyPem.equals(other.keyPem);
  }

  private static Buffer content(Path file) throws InvalidCertificate {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidCertificate("there is no file " + file, e);
    } catch (IOException e) {
      throw new InvalidCertificate(file + " cannot be read: " + e, e);
    }
  }

  private static X509KeyManager keys(
      Vertx vertx, Buffer chainPem, Buffer keyPem, Path chain, Path key) throws InvalidCertificate {
    try {
      KeyManager[] managers =
          new PemKeyCertOptions()
              .addCertValue(chainPem)
              .addKeyValue(keyPem)
              .getKeyManagerFactory(vertx)
              .getKeyManagers();
      return Arrays.stream(managers)
          .filter(X509KeyManager.class::isInstance)
          .map(X509KeyManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new InvalidCertificate(chain + " has no certificate"));
    } catch (InvalidCertificate e) {
      throw e;
    } catch (Exception e) {
      // Vert.x declares every exception, and throws its own kinds for malformed PEM.
      throw new InvalidCertificate(
          chain + " and " + key + " are no PEM files of a certificate and its key: " + e, e);
    }
  }

  private static Optional<String> alias(X509KeyManager keys, KeyType type) {
    return Optional.ofNullable(keys.getServerAliases(type.name(), null)).stream()
        .flatMap(Arrays::stream)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key, KeyType type) {
    byte[] message = certificate.getSerialNumber().toByteArray();
    try {
      Signature signature = Signature.getInstance(type.signature);
      signature.initSign(key);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(certificate);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

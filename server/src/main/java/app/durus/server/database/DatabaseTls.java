package app.durus.server.database;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/**
 * How connections to the database are encrypted, with the meaning that libpq gives to {@code
 * sslmode} and {@code sslrootcert}.
 *
 * @param rootCertificate a PEM file of the trusted authorities; empty for those that the Java
 *     runtime trusts. Only {@code verify-ca} and {@code verify-full} use it
 */
public record DatabaseTls(SslMode mode, Optional<Path> rootCertificate) {

  public DatabaseTls {
    // Like libpq: a named authority is always checked.
    if (mode == SslMode.REQUIRE && rootCertificate.isPresent()) {
      mode = SslMode.VERIFY_CA;
    }
  }

  static DatabaseTls of(SslMode mode) {
    return new DatabaseTls(mode, Optional.empty());
  }

  /** The mode as libpq spells it. */
  String modeName() {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Options for the reactive driver, which requires them in every mode but {@code disable}. */
  ClientSSLOptions sslOptions() {
    ClientSSLOptions options = new ClientSSLOptions();
    return switch (mode) {
      case VERIFY_FULL ->
          options.setTrustOptions(trusted()).setHostnameVerificationAlgorithm("HTTPS");
      case VERIFY_CA -> options.setTrustOptions(trusted()).setHostnameVerificationAlgorithm("");
      default -> options.setTrustAll(true).setHostnameVerificationAlgorithm("");
    };
  }

  /** Parameters of the JDBC URL. */
  Map<String, String> jdbcParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("sslmode", modeName());
    if (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) {
      if (rootCertificate.isPresent()) {
        parameters.put("sslrootcert", rootCertificate.get().toString());
      } else {
        parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      }
    }
    return parameters;
  }

  private TrustOptions trusted() {
    if (rootCertificate.isPresent()) {
      return new PemTrustOptions().addCertPath(rootCertificate.get().toString());
    }
    try {
      TrustManagerFactory ofTheRuntime =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      ofTheRuntime.init((KeyStore) null);
      return TrustOptions.wrap(ofTheRuntime);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime has no trusted authorities", e);
    }
  }
}

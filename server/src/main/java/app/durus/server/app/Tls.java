package app.durus.server.app;

import app.durus.server.app.settings.TlsFiles;
import app.durus.server.http.tls.CertificateReload;
import app.durus.server.http.tls.InvalidCertificate;
import app.durus.server.http.tls.ServerCertificate;
import app.durus.server.observability.MetricsServer;
import app.durus.server.startup.StartupFailure;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Vertx;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the certificate of {@code TLS_CERTIFICATE} and its renewal. */
final class Tls {

  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private Tls() {}

  /**
   * Blocking.
   *
   * @throws StartupFailure when the files cannot be used
   */
  static ServerCertificate read(Vertx vertx, TlsFiles files) {
    try {
      ServerCertificate certificate =
          ServerCertificate.read(vertx, files.certificate(), files.key());
      if (certificate.validUntil().isBefore(Instant.now())) {
        LOG.warn("The certificate ended at {}: browsers refuse it", certificate.validUntil());
      }
      return certificate;
    } catch (InvalidCertificate e) {
      throw new StartupFailure("TLS_CERTIFICATE, TLS_KEY: " + e.getMessage(), e);
    }
  }

  /** Uses renewed files while the server runs, and measures when the certificate in use ends. */
  static void reload(
      Vertx vertx,
      TlsFiles files,
      ServerCertificate current,
      HttpServers servers,
      MetricsServer metrics) {
    CertificateReload reload =
        new CertificateReload(vertx, files.certificate(), files.key(), current, servers::use);
    Gauge.builder(
            "durus.tls.certificate.valid.until.seconds",
            reload,
            used -> used.validUntil().getEpochSecond())
        .description("When the certificate in use ends, in seconds since 1970")
        .register(metrics.registry());
    reload.start();
  }
}

package app.durus.server.http.tls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the certificate's files again and again, so that a renewed certificate serves the next
 * connections without a restart. Files that cannot be used change nothing: the certificate in use
 * stays, and the log says why, once for each cause.
 */
public final class CertificateReload {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Path chain;
  private final Path key;
  private final Function<ServerCertificate, Future<Void>> use;
  private volatile ServerCertificate current;
  private @Nullable String lastProblem;

  /**
   * @param current what {@code chain} and {@code key} held when the server started
   * @param use gives a new certificate to the servers
   */
  public CertificateReload(
      Vertx vertx,
      Path chain,
      Path key,
      ServerCertificate current,
      Function<ServerCertificate, Future<Void>> use) {
    this.vertx = vertx;
    this.chain = chain;
    this.key = key;
    this.current = current;
    this.use = use;
  }

  /** Reads the files every ten seconds until the event loops end. */
  public void start() {
    vertx.setPeriodic(PERIOD.toMillis(), timer -> check());
  }

  /** When browsers stop accepting the certificate in use. */
  public Instant validUntil() {
    return current.validUntil();
  }

  /** Reads the files. Returns whether another certificate is in use now; it never fails. */
  public Future<Boolean> check() {
    return vertx
        .executeBlocking(() -> ServerCertificate.read(vertx, chain, key))
        .compose(
            read ->
                read.isSameAs(current)
                    ? Future.succeededFuture(false)
                    : use.apply(read).map(used -> inUse(read)))
        .onSuccess(same -> lastProblem = null)
        .recover(
            failure -> {
              tell(String.valueOf(failure.getMessage()));
              return Future.succeededFuture(false);
            });
  }

  private boolean inUse(ServerCertificate read) {
    current = read;
    LOG.info("A new certificate is in use. It ends at {}", read.validUntil());
    return true;
  }

  private void tell(String problem) {
    if (!problem.equals(lastProblem)) {
      LOG.warn("The certificate's files cannot be used, so the earlier one stays: {}", problem);
    }
    lastProblem = problem;
  }
}

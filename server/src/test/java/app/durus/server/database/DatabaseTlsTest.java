package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.processes.PostgresProcess;
import app.durus.server.protocols.TestCertificate;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each {@code sslmode}, of the migrations and of the pools, against a PostgreSQL with TLS and one
 * without.
 */
@Timeout(300)
class DatabaseTlsTest {

  @TempDir static Path folder;
  private static TestCertificate certificate;
  private static TestCertificate other;
  private static PostgresProcess encrypting;
  private static PostgresProcess plain;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.forLocalhost(folder, "server");
    other = TestCertificate.forLocalhost(folder, "other");
    encrypting =
        PostgresProcess.stopped(
            folder.resolve("encrypting"),
            List.of(
                "ssl=on",
                "ssl_cert_file=" + certificate.certificate(),
                "ssl_key_file=" + certificate.key()));
    encrypting.give(certificate.key());
    encrypting.startAgain();
    plain = PostgresProcess.start(folder.resolve("plain"));
  }

  @AfterAll
  static void stop() {
    encrypting.close();
    plain.close();
  }

  @ParameterizedTest
  @CsvSource({
    "disable, false",
    "allow, false",
    "prefer, true",
    "require, true",
    "verify-ca, true",
    "verify-full, true"
  })
  void everyModeWorksWhereTheServerOffersTls(String mode, boolean encrypted) {
    assertThat(isEncrypted(address(encrypting, "localhost", mode, certificate)))
        .isEqualTo(encrypted);
  }

  @Test
  void tlsIsUsedByDefaultWhenTheServerOffersIt() {
    assertThat(isEncrypted(DatabaseAddress.parse(encrypting.url()))).isTrue();
    assertThat(isEncrypted(DatabaseAddress.parse(plain.url()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"disable", "allow", "prefer"})
  void optionalModesWorkWithoutTls(String mode) {
    assertThat(isEncrypted(DatabaseAddress.parse(plain.url() + "?sslmode=" + mode))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"require", "verify-ca", "verify-full"})
  void requiredModesFailWithoutTls(String mode) {
    assertCannotBeUsed(address(plain, "localhost", mode, certificate));
  }

  @Test
  void requireAcceptsAnyCertificate() {
    assertThat(isEncrypted(DatabaseAddress.parse(encrypting.url() + "?sslmode=require"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"verify-ca", "verify-full"})
  void aCertificateOfAnotherAuthorityIsRefusedAtOnce(String mode) {
    assertCannotBeUsed(address(encrypting, "localhost", mode, other));
    assertCannotBeUsed(DatabaseAddress.parse(encrypting.url() + "?sslmode=" + mode));
  }

  @Test
  void verifyFullChecksTheHostName() {
    assertCannotBeUsed(address(encrypting, "127.0.0.1", "verify-full", certificate));
    assertThat(isEncrypted(address(encrypting, "127.0.0.1", "verify-ca", certificate))).isTrue();
  }

  private static DatabaseAddress address(
      PostgresProcess postgres, String host, String mode, TestCertificate root) {
    boolean verifies = mode.startsWith("verify");
    return DatabaseAddress.parse(
        postgres.urlAt(host, postgres.port())
            + "?sslmode="
            + mode
            + (verifies ? "&sslrootcert=" + root.certificate() : ""));
  }

  /** Migrates, and runs a query over each kind of pool. */
  private static boolean isEncrypted(DatabaseAddress address) {
    // Pools of the same Vert.x are shared.
    Vertx vertx = Database.eventLoops();
    try (Database database = TestDatabases.open(address, Duration.ZERO, folder.resolve("data"))) {
      String question = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
      List<Boolean> answers =
          List.of(
                  database.pool(vertx),
                  database.ownConnection(vertx),
                  database.poolForLongWork(vertx))
              .stream()
              .map(pool -> pool.query(question).execute().await().iterator().next().getBoolean(0))
              .distinct()
              .toList();
      assertThat(answers).hasSize(1);
      return answers.getFirst();
    } finally {
      vertx.close().await();
    }
  }

  /** Fails although the time limit is not reached. */
  private static void assertCannotBeUsed(DatabaseAddress address) {
    assertThatThrownBy(
            () -> TestDatabases.open(address, Duration.ofDays(1), folder.resolve("data")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("cannot be used")
        .message()
        .doesNotContain("\n");
  }
}

package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import org.junit.jupiter.api.Test;

/** A fault that an operator can fix is one sentence; a bug keeps its stack trace. */
class DatabaseFaultTextTest {

  @Test
  void aFullDiskIsReportedAsFull() {
    PgException full =
        new PgException(
            "could not extend file \"base/1/2\": No space left on device", "ERROR", "53100", "");
    assertThat(DatabaseFaultText.of(new IllegalStateException(full)))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith("the disk of the database is full, so nothing was changed")
                    .doesNotContain("Exception")
                    .doesNotContain("\n"));
    PgException log =
        new PgException("could not write to file: No space left on device", "FATAL", "58030", "");
    assertThat(DatabaseFaultText.of(log)).hasValueSatisfying(it -> assertThat(it).contains("full"));
  }

  @Test
  void aLostDatabaseIsReported() {
    assertThat(DatabaseFaultText.of(ClosedConnectionException.INSTANCE)).isPresent();
    assertThat(
            DatabaseFaultText.of(new PgException("terminating connection", "FATAL", "57P01", "")))
        .isPresent();
  }

  @Test
  void aBugKeepsItsStackTrace() {
    assertThat(DatabaseFaultText.of(new PgException("no such column", "ERROR", "42703", "")))
        .isEmpty();
    assertThat(DatabaseFaultText.of(new VertxException("something"))).isEmpty();
  }
}

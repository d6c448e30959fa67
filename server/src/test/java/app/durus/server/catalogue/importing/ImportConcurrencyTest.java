package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.waiting.Eventually;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What an import does at the same time. */
class ImportConcurrencyTest extends FolderImportFixture {

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  @Test
  void rowsAreWrittenWhileRecordingsAreCopied() throws IOException {
    write("A/S/01 - One.mp3");

    // Copying does not end before the rows are being written.
    ImportReport report =
        importer()
            .run(
                folder,
                ImportOptions.USUAL,
                (stage, done, of) -> {
                  if (stage == ImportProgress.Stage.KEEPING) {
                    Eventually.get(
                        "rows are written", this::rowsAreBeingWritten, written -> written);
                  }
                })
            .await();

    assertThat(report.added()).isEqualTo(1);
  }

  /** Whoever writes rows holds the lock of the catalogue's revision. */
  private boolean rowsAreBeingWritten() {
    try {
      pool.query("SELECT revision FROM catalogue FOR UPDATE NOWAIT").execute().await();
      return false;
    } catch (PgException e) {
      assertThat(e.getSqlState()).isEqualTo(LOCK_NOT_AVAILABLE);
      return true;
    }
  }
}

package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.report.ImportProgress.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ImportProgressTextTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
  private final ImportProgressText text =
      new ImportProgressText(
          new PrintStream(said, true, StandardCharsets.UTF_8), nanoTime::incrementAndGet);

  @Test
  void aShortImportPrintsNoProgress() {
    text.through(Stage.READING, 1, 2);
    text.through(Stage.READING, 2, 2);
    text.through(Stage.KEEPING, 1, 2);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aLongImportPrintsItsProgressPeriodically() {
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    text.through(Stage.READING, 1_200, 5_400);
    text.through(Stage.READING, 1_201, 5_400);
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    text.through(Stage.KEEPING, 7, 5_398);
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Read: 1,200 of 5,400 recordings", "Kept: 7 of 5,398 recordings");
  }
}

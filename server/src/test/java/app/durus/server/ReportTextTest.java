package app.durus.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.ImportProblem;
import app.durus.server.catalogue.ImportReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {

  @Test
  void saysOnlyWhatHappened() {
    assertThat(ReportText.of(new ImportReport(2, 0, 3, 0, 0, 1, List.of())))
        .isEqualTo("Lectures: 2 new, 1 with a new recording, 3 as before.");
    assertThat(ReportText.of(new ImportReport(0, 0, 0, 0, 0, 0, List.of())))
        .isEqualTo("Lectures: none.");
  }

  @Test
  void namesTheFileThatAProblemIsAboutAndNoneWhereItIsTheFolder() {
    List<ImportProblem> problems =
        List.of(
            new ImportProblem("A/01.mp3", "No recording; skipped."),
            new ImportProblem("", "The folder was seen elsewhere."));

    assertThat(ReportText.of(new ImportReport(0, 0, 1, 0, 0, 0, problems)))
        .isEqualTo(
            """
            Lectures: 1 as before.
            To look at:
              A/01.mp3: No recording; skipped.
              The folder was seen elsewhere.""");
  }
}

package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.report.ScholarSummary;
import app.durus.server.catalogue.importing.report.ScholarSummary.SeriesSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {

  @Test
  void mentionsOnlyWhatHappened() {
    assertThat(ReportText.of(new ImportReport(2, 0, 3, 0, 0, 1, List.of())))
        .isEqualTo("Lectures: 2 new, 1 with a new recording, 3 as before.");
    assertThat(ReportText.of(new ImportReport(0, 0, 0, 0, 0, 0, List.of())))
        .isEqualTo("Lectures: none.");
  }

  @Test
  void namesTheFileOfAProblemAndNoFileForAProblemOfTheFolder() {
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

  @Test
  void countsChangedScholarsAndSeries() {
    assertThat(ReportText.of(new ImportReport(0, 0, 3, 0, 0, 0, 2, List.of())))
        .isEqualTo("Lectures: 3 as before. Scholars and series: 2 changed.");
  }

  @Test
  void namesScholarsAndSeriesOfACheck() {
    ImportReport report =
        new ImportReport(1_204, 0, 0, 0, 0, 0, List.of())
            .naming(
                List.of(
                    new ScholarSummary("Bakr", 1, List.of()),
                    new ScholarSummary(
                        "Ṣāliḥ\u202E",
                        1_203,
                        List.of(
                            new SeriesSummary("Patience", 1),
                            new SeriesSummary("The Three Principles", 1_200)))));
    assertThat(ReportText.of(report))
        .isEqualTo(
            """
            Lectures: 1204 new.
            Scholars and series:
              Bakr: 1 lecture
                in no series: 1 lecture
              Ṣāliḥ\\u202E: 1,203 lectures
                Patience: 1 lecture
                The Three Principles: 1,200 lectures
                in no series: 2 lectures""");
    assertThat(ReportJson.of(report, true, Path.of("/srv/data")).getJsonArray("scholars"))
        .isEqualTo(
            new JsonArray(
                """
                [{"name": "Bakr", "lectures": 1, "series": []},
                 {"name": "Ṣāliḥ\\u202E", "lectures": 1203, "series": [
                   {"title": "Patience", "lectures": 1},
                   {"title": "The Three Principles", "lectures": 1200}]}]"""));
    assertThat(ReportJson.of(report, false, Path.of("/srv/data")).containsKey("scholars"))
        .isFalse();
  }

  @Test
  void printsTheSameFactsAsJson() {
    List<ImportProblem> problems =
        List.of(
            new ImportProblem("A/01.mp3", "It is empty. Skipped."),
            ImportProblem.failed("A/02.mp3", "It cannot be read. Skipped."));
    assertThat(
            ReportJson.of(
                new ImportReport(1, 2, 3, 4, 5, 6, 7, problems), true, Path.of("/srv/data")))
        .isEqualTo(
            new JsonObject(
                """
                {"check": true, "partial": true, "dataFolder": "/srv/data", "scholars": [],
                 "lectures": {"new": 1, "changed": 2, "withNewRecording": 6, "backAgain": 5,
                   "withdrawn": 4, "asBefore": 3},
                 "scholarsAndSeriesChanged": 7,
                 "problems": [
                   {"file": "A/01.mp3", "sentence": "It is empty. Skipped.", "failed": false},
                   {"file": "A/02.mp3", "sentence": "It cannot be read. Skipped.", "failed": true}
                 ]}"""));
  }

  @Test
  void keepsANameWithLineBreaksOrDirectionMarksOnOneLine() {
    List<ImportProblem> problems =
        List.of(
            new ImportProblem("new\nline\t.mp3", "It is empty. Skipped."),
            new ImportProblem("\u202Eesrever\u001b[31m.mp3", "It is empty. Skipped."),
            new ImportProblem("می\u200Cخواهم \uD83D\uDD4C.mp3", "It is empty. Skipped."));

    assertThat(ReportText.of(new ImportReport(0, 0, 0, 0, 0, 0, problems)).lines().skip(2))
        .containsExactly(
            "  new\\u000Aline\\u0009.mp3: It is empty. Skipped.",
            "  \\u202Eesrever\\u001B[31m.mp3: It is empty. Skipped.",
            "  می\u200Cخواهم \uD83D\uDD4C.mp3: It is empty. Skipped.");
  }

  @Test
  void printsArabicNamesUnderAnAsciiLocale() {
    var problems = List.of(new ImportProblem("شيخ/درس.mp3", "It is empty. Skipped."));
    var printed = new ByteArrayOutputStream();
    ReportText.print(
        new ImportReport(0, 0, 0, 0, 0, 0, problems),
        new PrintStream(printed, true, StandardCharsets.US_ASCII));
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("  شيخ/درس.mp3: It is empty.");
  }
}

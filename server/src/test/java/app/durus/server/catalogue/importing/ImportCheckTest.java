package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.report.ScholarSummary;
import app.durus.server.catalogue.importing.report.ScholarSummary.SeriesSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator learns from {@code import --check} about what would come out. */
class ImportCheckTest extends FolderImportFixture {

  private static final ImportOptions CHECK = new ImportOptions(true, false);

  @Test
  void scholarsAndSeriesAreNamedWithTheirLectures() throws Exception {
    write("Ṣāliḥ/The Three Principles/01 - One.mp3");
    write("Ṣāliḥ/The Three Principles/02 - Two.mp3");
    write("Ṣāliḥ/Part 10/01 - Three.mp3");
    write("Ṣāliḥ/Part 2/01 - Four.mp3");
    write("Ṣāliḥ/Alone.mp3");
    write("Bakr/Five.mp3");

    ImportReport report = run(CHECK);

    assertThat(report.scholars())
        .containsExactly(
            new ScholarSummary("Bakr", 1, List.of()),
            new ScholarSummary(
                "Ṣāliḥ",
                5,
                List.of(
                    new SeriesSummary("Part 2", 1),
                    new SeriesSummary("Part 10", 1),
                    new SeriesSummary("The Three Principles", 2))));
    assertThat(changes().lectures()).isEmpty();
    assertThat(run().scholars()).isEmpty();
  }

  @Test
  void lecturesThatWouldBeWithdrawnAreNotCountedAndUnreadableOnesAre() throws Exception {
    write("A/S/01 - One.mp3");
    write("A/S/02 - Two.mp3");
    Path gone = write("A/S/03 - Three.mp3");
    Path unmounted = write("B/Four.mp3");
    run();
    Files.delete(gone);
    Files.delete(unmounted);
    Files.createSymbolicLink(unmounted, temporary.resolve("unmounted/Four.mp3"));
    assertThat(run(CHECK).scholars())
        .containsExactly(
            new ScholarSummary("A", 2, List.of(new SeriesSummary("S", 2))),
            new ScholarSummary("B", 1, List.of()));
  }

  @Test
  void scholarsWhoseNamesAreNearlyEqualAreTold() throws Exception {
    for (String scholar :
        List.of(
            "Ibn Fulan", "ibn fulan", "Ibn Fulān", "Ibn-Fulan", "أحمد", "احمد", "Ibn Fulan 2")) {
      write(scholar + "/One " + seed() + ".mp3");
    }
    assertThat(run(CHECK).problems())
        .extracting(ImportProblem::sentence)
        .containsExactlyInAnyOrder(
            "Scholars whose names differ only in case, marks or signs: “Ibn Fulan”, “Ibn Fulān”,"
                + " “Ibn-Fulan”, “ibn fulan”. If they are one, give their folders one name.",
            "Scholars whose names differ only in case, marks or signs: “أحمد”, “احمد”. If they are"
                + " one, give their folders one name.");
  }

  @Test
  void recordingsThatStandUnderTheFolderNameAreTold() throws Exception {
    write("one.mp3");
    write("two.mp3");
    write("A/Three.mp3");
    List<ImportProblem> problems = run().problems();
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEmpty();
              assertThat(problem.sentence())
                  .startsWith(
                      "Recordings whose scholar no folder and no tag names: 2 (“one.mp3” is the"
                          + " first). They stand under “My recordings”.");
            });
    Files.writeString(folder.resolve("durus.yaml"), "scholar: {name: Bakr}");
    assertThat(run().problems()).isEmpty();
  }
}

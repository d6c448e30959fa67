package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestM4a;
import app.durus.server.audio.TestTags;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The import names every file that it leaves out and that an operator would look for. */
class ImportToldTest extends FolderImportFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {"webm", "mkv", "ac3", "mov", "avi", "dts", "flv", "mpg", "tta", "caf", "wav"})
  void filesOfOtherTypesAreCounted(String ending) throws Exception {
    write("A/One.mp3");
    TestAudio.write(folder.resolve("A/Two." + ending), new byte[100]);
    assertThat(run().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("A");
              assertThat(problem.sentence()).contains("(" + ending + "): 1.");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "m4v", "3gp"})
  void audioInAFileNamedAsVideoIsImported(String ending) throws Exception {
    TestAudio.write(
        folder.resolve("A/One." + ending),
        TestM4a.TYPE,
        TestM4a.INDEX,
        TestM4a.box("mdat", TestM4a.sound(seed())));
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(changes().assets())
        .singleElement()
        .satisfies(asset -> assertThat(asset.mediaType()).isEqualTo("audio/mp4"));
  }

  @Test
  void tagsWithABrokenFrameAreReadUpToIt() throws Exception {
    byte[] broken = TestTags.frame("TP1\0", TestTags.text(0, "Artist", StandardCharsets.UTF_8));
    byte[] title = TestTags.frame("TIT2", TestTags.text(0, "Patience", StandardCharsets.UTF_8));
    byte[] album = TestTags.frame("TALB", TestTags.text(0, "Manners", StandardCharsets.UTF_8));
    TestAudio.write(folder.resolve("one.mp3"), TestTags.id3v2(broken, title, album), recording(50));
    TestAudio.write(
        folder.resolve("two.mp3"),
        TestTags.id3v2(
            album,
            new byte[] {1, 2, 3, 4, 5},
            TestTags.frame("TIT2", TestTags.text(0, "Gratitude", StandardCharsets.UTF_8))),
        recording(50));

    ImportReport report = run();

    assertThat(lectures()).containsOnlyKeys("Patience", "Gratitude");
    assertThat(changes().scholars()).extracting(each -> each.name()).contains("Artist");
    assertThat(report.problems())
        .filteredOn(problem -> problem.sentence().startsWith("Its tags are damaged in places"))
        .extracting(ImportProblem::file)
        .containsExactly("one.mp3", "two.mp3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A/durus.yaml", "A/One.mp3", "A/cover.jpg", "A/.durusignore", "A/x.png"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeDoesNotBlockTheImport(String path) throws Exception {
    write("B/Two.mp3");
    Files.createDirectories(folder.resolve("A"));
    if (path.endsWith(".png")) {
      write("A/One.mp3");
      Files.writeString(
          folder.resolve("A/durus.yaml"), "lectures: [{file: One.mp3, cover: x.png}]");
    }
    pipe(folder.resolve(path));
    ImportReport report = run();
    assertThat(report.added()).isBetween(1, 2);
    if (!path.endsWith("cover.jpg")) {
      assertThat(report.problems()).extracting(ImportProblem::file).containsExactly(path);
    }
  }

  @Test
  void recordingsWithoutATitleAreToldUntilTheyHaveOne() throws Exception {
    write("A/AUD-20230101-WA0001.mp3");
    write("A/AUD-20230102-WA0002.mp3");
    write("A/S/01.mp3");
    write("A/S/Track 02.mp3");
    write("A/S/03 - Patience.mp3");

    assertThat(run().problems())
        .extracting(ImportProblem::file, ImportProblem::sentence)
        .containsExactly(
            tuple(
                "A",
                "Recordings whose title neither a tag nor their name tells: 2"
                    + " (“AUD-20230101-WA0001.mp3” is the first). Rename the files, or give titles"
                    + " in durus.yaml."),
            tuple(
                "A/S",
                "Recordings whose title neither a tag nor their name tells: 1 (“Track 02.mp3”)."
                    + " Rename the files, or give titles in durus.yaml."));

    Files.writeString(
        folder.resolve("A/durus.yaml"),
        """
        lectures:
          - { file: AUD-20230101-WA0001.mp3, title: Gratitude }
          - { file: S/Track 02.mp3, title: Track 2 }
        """);
    Files.move(
        folder.resolve("A/AUD-20230102-WA0002.mp3"), folder.resolve("A/The ship of Nuh.mp3"));

    assertThat(run().problems()).isEmpty();
    assertThat(lectures()).containsKeys("Gratitude", "The ship of Nuh", "01", "Track 2");
  }

  @Test
  void aNewCoverOfASeriesCountsAsAChange() throws Exception {
    write("A/S/One.mp3");
    Path cover = folder.resolve("A/S/cover.png");
    Files.write(cover, ImportCoversTest.picture(1, "png"));
    run();
    Files.write(cover, ImportCoversTest.picture(2, "png"));
    ImportReport report = run();
    assertThat(report).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, 1, List.of()));
    assertThat(report.changedAnything()).isTrue();
    assertThat(run().changedAnything()).isFalse();
  }

  @Test
  void anUnreadableFileMakesAnImportPartialAndADamagedOneDoesNot() throws Exception {
    write("A/One.mp3");
    TestAudio.write(folder.resolve("A/Damaged.mp3"), new byte[10]);
    assertThat(run().isPartial()).isFalse();
    Files.createSymbolicLink(folder.resolve("A/Two.mp3"), temporary.resolve("unmounted/Two.mp3"));
    assertThat(run().isPartial()).isTrue();
  }

  private static void pipe(Path path) throws Exception {
    Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }
}

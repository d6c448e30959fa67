package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.Scholar;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and files in a library that an import leaves out. */
class ImportPassedOverTest extends FolderImportFixture {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#recycle",
        "@eaDir",
        "$RECYCLE.BIN",
        "$Recycle.Bin",
        "System Volume Information",
        "lost+found",
        "__MACOSX",
        "LOST.DIR",
        "FOUND.000",
        "trashbox",
        "files_trashbin",
        "~snapshot",
        "Scholar/Series/#recycle",
        "Scholar/@eaDir/01.mp3"
      })
  void systemFoldersAreSkipped(String systemFolder) throws Exception {
    write("Scholar/Series/01 - One.mp3");
    write(systemFolder + "/Other.mp3");
    assertThat(run()).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void aRecordingInTheBinIsWithdrawn() throws Exception {
    Path file = write("A/One.mp3");
    write("A/Two.mp3");
    run();
    Files.createDirectories(folder.resolve("#recycle/A"));
    Files.move(file, folder.resolve("#recycle/A/One.mp3"));
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 1, 0, 0, List.of()));
    assertThat(lectures().get("One").published()).isFalse();
  }

  @Test
  void theDataFolderInsideTheImportedFolderIsSkipped() throws Exception {
    Path data = folder.resolve("data");
    stored = data.resolve("audio");
    covers = data.resolve("covers");
    write("Scholar/One.mp3");
    CatalogueImporter importer = importer(data);
    importer.run(folder).await();
    ImportReport again = importer.run(folder).await();
    assertThat(again.added()).isZero();
    assertThat(again.problems())
        .singleElement()
        .isEqualTo(new ImportProblem("data", "It is a data folder of Salafi Durus; passed over."));
    assertThat(changes().scholars()).extracting(Scholar::name).containsExactly("Scholar");
  }

  @Test
  void theDataFolderOfAnotherInstallationIsSkipped() throws Exception {
    write("Scholar/One.mp3");
    write("old/audio/13/13ab.mp3");
    TestAudio.write(folder.resolve("old/postgres/PG_VERSION"), new byte[] {'1', '8'});
    assertThat(run().added()).isEqualTo(1);
  }

  @Test
  void importingTheDataFolderIsRefused() throws Exception {
    assertThatThrownBy(() -> importer(folder).run(folder).await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("is the data folder itself");
  }

  @Test
  void filesNamedInDurusignoreAreSkipped() throws Exception {
    write("Scholar/Series/01 - One.mp3");
    write("Scholar/Series/02 - Raw.tape.mp3");
    write("Scholar/Kept/03 - Kept.tape.mp3");
    write("Private/Secret.mp3");
    write("Scholar/عربي/Four.mp3");
    write("Scholar/drafts/Five.mp3");
    ignore("", "# comment\n/Private/\n*.tape.mp3\nعربي/\n");
    ignore("Scholar", "drafts\n");
    ignore("Scholar/Kept", "!*.tape.mp3\n");

    assertThat(run().problems()).isEmpty();

    assertThat(lectures()).containsOnlyKeys("One", "Kept.tape");
  }

  @Test
  void anUnreadableDurusignoreKeepsTheFolderUnchanged() throws Exception {
    write("A/One.mp3");
    write("A/Two.mp3");
    run();
    write("A/Three.mp3");
    Files.delete(folder.resolve("A/One.mp3"));
    Files.write(folder.resolve("A/.durusignore"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    ImportReport report = run();
    assertThat(report.added()).isZero();
    assertThat(report.unpublished()).isZero();
    assertThat(report.isPartial()).isTrue();
    assertThat(report.problems())
        .singleElement()
        .extracting(ImportProblem::file)
        .isEqualTo("A/.durusignore");
  }

  /** As Windows' editors write it. */
  @Test
  void aByteOrderMarkIsNotPartOfTheFirstRule() throws Exception {
    write("Scholar/One.mp3");
    write("Private/Secret.mp3");
    ignore("", "\uFEFF/Private/\r\n");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures()).containsOnlyKeys("One");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[abc", "!"})
  void anInvalidPatternIsReportedAndTheFolderStaysUnchanged(String line) throws Exception {
    write("A/One.mp3");
    write("B/Two.mp3");
    run();
    write("A/Three.mp3");
    ignore("A", "# drafts\n\n" + line + "\n");
    ImportReport report = run();
    assertThat(report.added()).isZero();
    assertThat(report.unpublished()).isZero();
    assertThat(report.problems())
        .containsExactly(
            ImportProblem.failed(
                "A/.durusignore",
                "Line 3 is no pattern. Until it is mended, this folder stays as known."));
  }

  /** JGit's own log line would name neither the file nor its line. */
  @Test
  void jgitDoesNotLogAnInvalidPattern() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LoggerContext.class.getResource("/logback.xml"));
    assertThat(context.getLogger(FastIgnoreRule.class).isErrorEnabled()).isFalse();
    assertThat(context.getLogger(CatalogueImporter.class).isWarnEnabled()).isTrue();
    context.stop();
  }

  /** A circular link is a folder that nobody can enter, not even root. */
  @Test
  void anUnreadableSkippedFolderIsNotReported() throws Exception {
    write("Scholar/One.mp3");
    Files.createSymbolicLink(folder.resolve("lost+found"), folder);
    Files.createSymbolicLink(folder.resolve("Scholar/Private"), folder);
    ignore("", "Private/\n");
    assertThat(run()).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
  }

  private void ignore(String below, String lines) throws Exception {
    Files.writeString(folder.resolve(below).resolve(".durusignore"), lines);
  }
}

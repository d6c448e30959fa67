package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports files of kinds that it should never meet. */
class ImportStrangeFilesTest extends FolderImportFixture {

  private static final int FILES = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachStrangeFileBecomesALectureOrIsReported(long seed) throws Exception {
    List<String> paths = new StrangeFiles(folder, seed).write(FILES);
    ImportReport report = run();

    Set<String> named = new HashSet<>(importedPaths());
    report.problems().forEach(problem -> named.add(problem.file()));
    List<String> unnamed = new ArrayList<>();
    for (String path : paths) {
      if (!named.contains(Normalizer.normalize(path, Normalizer.Form.NFC))) {
        unnamed.add(path);
      }
    }
    assertThat(unnamed).isEmpty();
    // Most are only a little strange.
    assertThat(importedPaths()).hasSizeGreaterThan(FILES / 3);
    assertThat(report.problems()).allMatch(problem -> problem.sentence().matches("[^\\n]+\\."));

    long before = revision();
    assertThat(run().problems()).isEqualTo(report.problems());
    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void aFolderWithTheNameOfARecordingIsAFolder() throws Exception {
    write("A/One.mp3/Two.mp3");
    assertThat(run().problems()).isEmpty();
    assertThat(importedPaths()).containsExactly("A/One.mp3/Two.mp3");
  }

  @Test
  void linksToOneRecordingBecomeSeparateLecturesAndAreReported() throws Exception {
    write("A/One.mp3");
    Files.createSymbolicLink(folder.resolve("A/Two.mp3"), folder.resolve("A/One.mp3"));
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(2);
    assertThat(report.problems()).extracting(ImportProblem::file).containsExactly("A/Two.mp3");
  }

  private List<String> importedPaths() {
    List<String> paths = new ArrayList<>();
    pool.preparedQuery(
            "SELECT path FROM lecture JOIN library ON library.id = library_id"
                + " WHERE lecture.published AND library.root = $1")
        .execute(Tuple.of(LibraryFolder.at(folder, stored).place()))
        .await()
        .forEach(row -> paths.add(row.getString(0)));
    return paths;
  }
}

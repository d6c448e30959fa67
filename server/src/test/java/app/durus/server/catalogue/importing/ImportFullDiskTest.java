package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A data folder on a disk that is really full. The disk is a small file system in memory, which
 * only root may make; elsewhere these tests are skipped.
 */
class ImportFullDiskTest extends FolderImportFixture {

  private static final int RECORDINGS = 12;

  private Path disk;

  @BeforeEach
  void aDiskForFewFiles() throws Exception {
    disk = Files.createDirectory(temporary.resolve("small disk"));
    // Space for the reserve, and for twelve files and folders: the disk is full without being
    // large.
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=600m,nr_inodes=12", "tmpfs", disk.toString()),
        "only root makes file systems");
    stored = disk.resolve("audio");
    covers = disk.resolve("covers");
    for (int i = 0; i < RECORDINGS; i++) {
      write("A/S/" + title(i) + ".mp3");
    }
  }

  @AfterEach
  void unmount() throws Exception {
    succeeds("umount", disk.toString());
  }

  @Test
  void whatDoesNotFitIsToldAndTheNextImportGoesOn() throws Exception {
    ImportReport report = importer(disk).run(folder).await();

    assertThat(report.isPartial()).isTrue();
    assertThat(report.added()).isBetween(1, RECORDINGS - 1);
    List<String> leftOut =
        report.problems().stream()
            .filter(problem -> !problem.file().isEmpty())
            .map(ImportProblem::sentence)
            .toList();
    assertThat(leftOut)
        .hasSize(RECORDINGS - report.added())
        .containsOnly("It could not be copied (No space left on device). Skipped.");
    assertThat(unfinished()).isEmpty();
    Map<String, String> before = ids();
    assertThat(before).hasSize(report.added());

    assertThat(mount("-o", "remount,nr_inodes=1000", disk.toString())).isTrue();
    ImportReport next = importer(disk).run(folder).await();

    assertThat(next.problems()).isEmpty();
    assertThat(next.added()).isEqualTo(RECORDINGS - report.added());
    assertThat(ids()).containsAllEntriesOf(before);
    assertThat(ids().keySet())
        .isEqualTo(
            IntStream.range(0, RECORDINGS)
                .mapToObj(ImportFullDiskTest::title)
                .collect(Collectors.toSet()));
  }

  private Map<String, String> ids() {
    return changes().lectures().stream().collect(Collectors.toMap(Lecture::title, Lecture::id));
  }

  private static String title(int number) {
    return "Lesson " + (char) ('a' + number);
  }

  private List<Path> unfinished() throws IOException {
    try (Stream<Path> files = Files.walk(stored)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static boolean mount(String... arguments) throws Exception {
    return succeeds(Stream.concat(Stream.of("mount"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static boolean succeeds(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }
}

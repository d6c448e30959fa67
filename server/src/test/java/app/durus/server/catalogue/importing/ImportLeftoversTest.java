package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a killed import leaves in the data folder is removed by the next one. */
class ImportLeftoversTest extends FolderImportFixture {

  @ParameterizedTest
  @ValueSource(strings = {"audio/ab/.unfinished", "covers/ab/.unfinished", "import-cache/.one"})
  void unfinishedFilesAreRemoved(String left) throws IOException {
    write("A/S/01 - One.mp3");
    run();
    Path file = temporary.resolve("data").resolve(left);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half of it");

    assertThat(run().changedAnything()).isFalse();

    assertThat(file).doesNotExist();
  }

  @Test
  void aCheckRemovesNothing() throws IOException {
    write("A/S/01 - One.mp3");
    Path file = temporary.resolve("data/covers/ab/.unfinished");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "half of it");

    run(new ImportOptions(true, false));

    assertThat(file).exists();
    assertThat(filesIn(temporary.resolve("data"))).containsExactly(file);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}

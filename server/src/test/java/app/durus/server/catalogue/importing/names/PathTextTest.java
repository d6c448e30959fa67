package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "One.mp3",
        "A/S/01 - One #1 100%.mp3",
        "صالح/الدرس ٢.mp3",
        "Cafe\u0301/é.mp3",
        "a\\b.mp3",
        "with\uFFFDsign.mp3",
        "\uD83C\uDF19.mp3"
      })
  void aNameIsReadAsItIsWritten(String name) {
    assertThat(PathText.relative(folder, PathText.resolve(folder, name))).contains(name);
  }

  @Test
  void aFolderHasNoSlashAtItsEnd() throws Exception {
    Path below = java.nio.file.Files.createDirectories(PathText.resolve(folder, "A/الدرس"));
    assertThat(PathText.relative(folder, below)).contains("A/الدرس");
    assertThat(PathText.relative(folder, folder)).contains("");
  }

  @Test
  void whatIsNotUtf8IsNoText() {
    Path file = Path.of(URI.create(folder.toUri() + "%E7%F8.mp3"));
    assertThat(PathText.relative(folder, file)).isEmpty();
  }
}

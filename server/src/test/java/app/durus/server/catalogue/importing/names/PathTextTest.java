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
  void aNameIsReadAsItIsWritten(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    assertThat(PathText.name(PathText.resolve(folder, path))).contains(name);
  }

  @Test
  void aFolderHasNoSlashAtItsEnd() throws Exception {
    Path below = java.nio.file.Files.createDirectories(PathText.resolve(folder, "A/الدرس\\"));
    assertThat(PathText.name(below)).contains("الدرس\\");
    assertThat(PathText.name(below.getParent())).contains("A");
  }

  @Test
  void whatIsNotUtf8IsNoText() {
    assertThat(PathText.name(Path.of(URI.create(folder.toUri() + "%E7%F8.mp3")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "One", "é", "\u02FF", "الدرس ٢", "\uD83C\uDF19"})
  void composedTextStays(String text) {
    assertThat(PathText.composed(text)).isEqualTo(text);
  }

  @Test
  void decomposedTextIsComposed() {
    assertThat(PathText.composed("Cafe\u0301")).isEqualTo("Café");
    assertThat(PathText.composed("\u1112\u1161\u11ab")).isEqualTo("한");
  }
}

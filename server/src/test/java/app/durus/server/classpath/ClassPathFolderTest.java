package app.durus.server.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFolderTest {

  private static final Map<String, String> FILES =
      Map.of(
          "web app/index.html", "index",
          "web app/deep/er/script.js", "script",
          "web apparent/other.txt", "other");

  /** A name with letters outside of ASCII, where this machine's file names can have them. */
  private static final String LETTER =
      Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode('é')
          ? "é"
          : "e";

  @TempDir private Path temporary;

  private static void assertReads(Path place) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {place.toUri().toURL()}, null)) {
      Map<String, byte[]> read =
          ClassPathFolder.read(loader, "web app", "index.html").orElseThrow();

      assertThat(read).containsOnlyKeys("index.html", "deep/er/script.js");
      assertThat(read.get("deep/er/script.js")).asString().isEqualTo("script");
      assertThat(ClassPathFolder.read(loader, "web app", "missing.html")).isEmpty();
      assertThat(ClassPathFolder.read(loader, "web app", "deep/er/script.js").orElseThrow())
          .containsOnlyKeys("index.html", "deep/er/script.js");
    }
  }

  @Test
  void aFolderInADirectoryIsRead() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("class path " + LETTER));
    for (var file : FILES.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    assertReads(directory);
  }

  @Test
  void aFolderInAJarWithoutFolderEntriesIsRead() throws Exception {
    Path jar = temporary.resolve("a jar+" + LETTER + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var file : FILES.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }

    assertReads(jar);
  }
}

package app.durus.proof.steadiness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's test suites, and how many of their files or classes run together. */
enum Suite {
  VITEST(20, Pattern.compile(".*\\.test\\.tsx?"), Path.of("frontend")),
  JAVA(
      10,
      Pattern.compile(".*Test\\.java"),
      Path.of("server", "src", "test", "java"),
      Path.of("src", "test", "java"),
      Path.of("proof", "src"),
      Path.of("bench", "src")),
  BROWSER(1, Pattern.compile(".*IT\\.java"), Path.of("src", "test", "java"));

  private final int sliceSize;
  private final Pattern names;
  private final List<Path> roots;

  Suite(int sliceSize, Pattern names, Path... roots) {
    this.sliceSize = sliceSize;
    this.names = names;
    this.roots = List.of(roots);
  }

  int sliceSize() {
    return sliceSize;
  }

  /** Sorted, so that a seed has the same result on every machine. */
  List<String> tests() {
    return roots.stream().flatMap(this::testsIn).sorted().toList();
  }

  private Stream<String> testsIn(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all
          .filter(path -> names.matcher(path.getFileName().toString()).matches())
          .filter(path -> !path.startsWith(root.resolve("generated")))
          .map(path -> this == VITEST ? path.toString() : className(root.relativize(path)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException("run it from the project's folder", e);
    }
  }

  private static String className(Path source) {
    return source.toString().replace('/', '.').replace('\\', '.').replaceFirst("\\.java$", "");
  }
}

package app.durus.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every numbered rule of docs/reconciliation.md stands in the title of at least one test: a rule of
 * the backend in Java, a rule of the client in TypeScript. A mention elsewhere is no citation.
 */
class RulesAreCitedTest {

  private static final Pattern DEFINED =
      Pattern.compile("^- \\*\\*([RC]\\d+)\\b", Pattern.MULTILINE);

  /** The titles of JUnit and Vitest, as far as they are written out. */
  private static final Pattern TITLE =
      Pattern.compile(
          "(?:@DisplayName\\(|\\bname = |\\b(?:it|test|describe)(?:\\.\\w+(?:\\([^)]*\\))?)?\\()"
              + "\\s*([\"'`](?:[^\"'`\\\\]|\\\\.|(?<=\\w)')*)");

  private static final Pattern CITED = Pattern.compile("\\b([RC]\\d{1,2})\\b");

  private static final Pattern JAVA_TEST = Pattern.compile(".*(Test|IT)\\.java");
  private static final Pattern TYPESCRIPT_TEST = Pattern.compile(".*\\.test\\.tsx?");

  @Test
  void eachRuleIsCitedByATestInItsOwnLanguage() {
    Set<String> rules = matches(DEFINED, read(Path.of("docs/reconciliation.md")));
    assertThat(rules).isEqualTo(numbered(17, 13));

    Set<String> java = cited(tests(JAVA_TEST, "server/src/test", "src/test", "proof/src"));
    Set<String> typeScript = cited(tests(TYPESCRIPT_TEST, "frontend"));

    assertThat(java).as("rules of the backend in titles of Java").containsAll(numbered(17, 0));
    assertThat(typeScript)
        .as("rules of the client in titles of TypeScript")
        .containsAll(numbered(0, 13));
    assertThat(rules).as("rules that there are").containsAll(java).containsAll(typeScript);
  }

  @Test
  @DisplayName("only the title of a test is a citation, not a comment or another text")
  void onlyTitlesAreCitations() {
    assertThat(
            cited(
                List.of(
                    """
                    // R1: a comment
                    it('C1, R2: reads as a sentence', () => expect('R3').toBe("R4"));
                    it.each([1])("C2: %i", check);
                    """,
                    """
                    @DisplayName("R5: a title of Java") // R6
                    @ParameterizedTest(name = "R7: {0}")
                    String text = "R8";
                    """)))
        .containsExactly("C1", "C2", "R2", "R5", "R7");
    assertThat(cited(List.of())).isEmpty();
  }

  private static Set<String> cited(List<String> tests) {
    return tests.stream()
        .flatMap(test -> matches(TITLE, test).stream())
        .flatMap(title -> matches(CITED, title).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> numbered(int backend, int client) {
    return Stream.concat(
            IntStream.rangeClosed(1, backend).mapToObj(n -> "R" + n),
            IntStream.rangeClosed(1, client).mapToObj(n -> "C" + n))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Their texts; this check's own titles cite nothing. */
  private static List<String> tests(Pattern name, String... folders) {
    return Stream.of(folders)
        .flatMap(folder -> files(Path.of(folder)).stream())
        .filter(file -> !file.toString().contains("generated"))
        .filter(file -> name.matcher(file.getFileName().toString()).matches())
        .filter(file -> !file.endsWith(RulesAreCitedTest.class.getSimpleName() + ".java"))
        .map(RulesAreCitedTest::read)
        .toList();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every numbered rule of docs/reconciliation.md stands in the title of at least one test, in either
 * language: a title says what is held, a comment may say anything.
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

  @Test
  void noRuleIsWithoutATest() throws IOException {
    Set<String> defined = matches(DEFINED, Files.readString(Path.of("docs/reconciliation.md")));
    assertThat(defined).hasSize(16 + 11).contains("R1", "R16", "C1", "C11");

    Set<String> cited =
        Stream.of("server/src/test", "src/test", "frontend")
            .flatMap(RulesAreCitedTest::tests)
            .flatMap(test -> matches(TITLE, test).stream())
            .flatMap(title -> matches(CITED, title).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(cited).as("rules that a test's title cites").isEqualTo(defined);
  }

  private static Stream<String> tests(String folder) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      List<String> texts =
          files
              .filter(file -> !file.toString().contains("generated"))
              .filter(file -> file.toString().matches(".*(Test|IT)\\.java|.*\\.test\\.tsx?"))
              .filter(file -> !file.endsWith(RulesAreCitedTest.class.getSimpleName() + ".java"))
              .map(RulesAreCitedTest::read)
              .toList();
      return texts.stream();
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

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

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

  /** The beginning of a title: {@code "R1, R2: …"} in Java, in any quotes in TypeScript. */
  private static final Pattern TITLE = Pattern.compile("[\"'`]((?:[RC]\\d{1,2}, )*[RC]\\d{1,2}): ");

  private static final Pattern JAVA_TEST = Pattern.compile(".*(Test|IT)\\.java");
  private static final Pattern TYPESCRIPT_TEST = Pattern.compile(".*\\.test\\.tsx?");

  @Test
  void noRuleIsWithoutATestInItsOwnLanguage() {
    Set<String> rules = definedIn(read(Path.of("docs/reconciliation.md")));
    assertThat(rules).isEqualTo(numbered(16, 11));

    List<String> java =
        Stream.of("server/src/test", "src/test")
            .flatMap(folder -> tests(folder, JAVA_TEST))
            .filter(text -> !text.contains("class RulesAreCitedTest"))
            .toList();
    List<String> typeScript = tests("frontend", TYPESCRIPT_TEST).toList();

    assertThat(uncited(rules, "R", java)).as("rules of the backend without a test").isEmpty();
    assertThat(uncited(rules, "C", typeScript)).as("rules of the client without a test").isEmpty();
    // Each citation is needed by the check: without the tests that cite a rule, that rule is found.
    rules.forEach(
        rule -> {
          List<String> others =
              Stream.concat(java.stream(), typeScript.stream())
                  .map(
                      text ->
                          TITLE.matcher(text).replaceAll(match -> without(rule, match.group(1))))
                  .toList();
          assertThat(uncited(rules, rule.substring(0, 1), others)).containsExactly(rule);
        });
  }

  @Test
  @DisplayName("only the title of a test is a citation")
  void onlyTitlesCount() {
    Set<String> rules = Set.of("R1", "R2", "C1");
    String test =
        """
        // R1: a comment is none, nor is the text "see R1 and R2"
        it('C1, R2: reads as a sentence', () => expect('R1').toBe('R1'));
        """;
    assertThat(uncited(rules, "R", List.of(test))).containsExactly("R1");
    assertThat(uncited(rules, "C", List.of(test))).isEmpty();
    assertThat(uncited(rules, "R", List.of())).containsExactly("R1", "R2");
  }

  private static Set<String> uncited(Set<String> rules, String letter, List<String> tests) {
    Set<String> uncited =
        rules.stream()
            .filter(rule -> rule.startsWith(letter))
            .collect(Collectors.toCollection(TreeSet::new));
    tests.stream()
        .flatMap(text -> TITLE.matcher(text).results())
        .flatMap(match -> Stream.of(match.group(1).split(", ")))
        .forEach(uncited::remove);
    return uncited;
  }

  /** The beginning of a title that no longer cites the rule. */
  private static String without(String rule, String cited) {
    String others =
        Stream.of(cited.split(", "))
            .filter(one -> !one.equals(rule))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "\"" : "\"" + others + ": ";
  }

  private static Set<String> definedIn(String document) {
    return DEFINED
        .matcher(document)
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

  private static Stream<String> tests(String folder, Pattern name) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      List<String> texts =
          files
              .filter(file -> !file.toString().contains("generated"))
              .filter(file -> name.matcher(file.getFileName().toString()).matches())
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
}

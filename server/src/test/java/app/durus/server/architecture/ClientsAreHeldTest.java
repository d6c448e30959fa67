package app.durus.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Vert.x closes a client of HTTP or TCP once nothing refers to it, even with a request under way
 * ("Pool closed"). One that is made and used in the same expression lives until the next garbage
 * collection.
 */
class ClientsAreHeldTest {

  private static final Pattern MADE =
      Pattern.compile("\\b(createHttpClient|createNetClient|WebClient\\.create)\\(");

  @Test
  void eachHttpClientIsHeldByAVariable() throws IOException {
    List<String> lost = new ArrayList<>();
    for (Path root :
        List.of(
            Path.of("server", "src"),
            Path.of("src"),
            Path.of("proof", "src"),
            Path.of("bench", "src"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String text = Files.readString(file);
          Matcher made = MADE.matcher(text);
          while (made.find()) {
            if (isUsedAtOnce(text, made.end())) {
              lost.add(file + ": " + made.group(1));
            }
          }
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  /**
   * @param inside the place after the opening parenthesis of the call
   */
  private static boolean isUsedAtOnce(String text, int inside) {
    int depth = 1;
    int at = inside;
    while (depth > 0) {
      char next = text.charAt(at++);
      depth += next == '(' ? 1 : next == ')' ? -1 : 0;
    }
    return text.substring(at).stripLeading().startsWith(".");
  }
}

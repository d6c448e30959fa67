package app.durus.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The files that the walks of docs/architecture.md name must exist, because a walk to a lost file
 * misleads.
 */
class WalksTest {

  private static final Path CLIENT = Path.of("frontend");
  private static final Path SERVER = Path.of("server/src/main/java/app/durus/server");

  /** A file in a folder, between backticks. A folder ends with a slash. */
  private static final Pattern FILE = Pattern.compile("`([\\w@.-]+(?:/[\\w@.-]+)+)`");

  @Test
  @DisplayName("each file and folder that a walk names exists")
  void eachFileExists() throws IOException {
    List<String> named = FILE.matcher(walks()).results().map(WalksTest::path).toList();

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named.stream().filter(file -> !exists(file))).isEmpty();
  }

  private static String walks() throws IOException {
    String page = Files.readString(Path.of("docs/architecture.md"));
    int begin = page.indexOf("## Three walks");
    return page.substring(begin, page.indexOf("\n## ", begin + 1));
  }

  private static String path(MatchResult found) {
    return found.group(1);
  }

  private static boolean exists(String file) {
    return Files.exists(CLIENT.resolve(file))
        || Files.isDirectory(SERVER.resolve(file))
        || Files.isRegularFile(SERVER.resolve(file + ".java"));
  }
}

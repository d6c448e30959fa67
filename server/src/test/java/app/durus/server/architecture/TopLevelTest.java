package app.durus.server.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The committed entries at the top of the repository. A stranger looks there first, so each entry
 * needs a reason to be there and nowhere else.
 */
class TopLevelTest {

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          entry(".ci", "CI's only command"),
          entry(".dependency-cruiser.cjs", "dependency-cruiser looks for it here"),
          entry(".gitattributes", "Git looks for it here"),
          entry(".gitignore", "Git looks for it here"),
          entry(".npmrc", "npm looks for it beside package.json"),
          entry(".prettierrc.json", "Prettier and editors look for it here"),
          entry("CHANGELOG.md", "what changed for users"),
          entry("CONTRIBUTING.md", "hosts show it to contributors"),
          entry("LICENSE", "hosts and package tools look for it here"),
          entry("NOTICE", "Apache-2.0 wants it beside the license"),
          entry("README.md", "what a stranger reads first"),
          entry("bench", "commands that measure"),
          entry("docs", "what is written for people"),
          entry("eslint.config.js", "ESLint looks for it here"),
          entry("frontend", "the app"),
          entry("mvnw", "the build's one entrance"),
          entry("package-lock.json", "npm looks for it here"),
          entry("package.json", "npm and Vaadin's plugin look for it here"),
          entry("pom.xml", "Maven looks for it here"),
          entry("proof", "commands that try to show the product wrong"),
          entry("server", "the server"),
          entry("src", "the contract, the texts and the tests of the whole product"),
          entry("tsconfig.json", "TypeScript and Vaadin's plugin look for it here"),
          entry("types.d.ts", "Vaadin's plugin generates it here where it is missing"),
          entry("vite.config.ts", "Vite and Vaadin's plugin look for it here"),
          entry("vitest.config.ts", "Vitest looks for it here"));

  @Test
  @DisplayName("the top of the repository contains only the listed files")
  void onlyListedFilesAreAtTheTop() throws Exception {
    assumeTrue(Files.exists(Path.of(".git")), "without Git nobody knows what is committed");

    assertThat(committed()).isEqualTo(new TreeSet<>(REASONS.keySet()));
  }

  /** The first part of each path in Git's index. */
  private static TreeSet<String> committed() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String paths = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as("git ls-files").isZero();
    return Stream.of(paths.split("\0"))
        .map(path -> path.split("/", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package app.durus.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * {@code frontend/server-routes.json} lists the paths that only the server answers: the development
 * server hands them on, and the service worker opens no page of the app for them.
 */
class ServerRoutesTest {

  /** A route that is mounted on a router; its path is a literal, a constant, or there is none. */
  private static final Pattern MOUNTED =
      Pattern.compile(
          "\\brouter\\s*\\.\\s*(?:route|routeWithRegex|get|head|post|put|patch|delete|options|connect"
              + "|trace)(?:WithRegex)?\\(\\s*([^)]*?)\\s*\\)");

  private static final Pattern LITERAL = Pattern.compile("(?:.*,\\s*)?\"(/[^/*\"]*)[^\"]*\"");

  /** A pattern in a constant; a literal route beside it takes all that it does not match. */
  private static final Set<String> WITH_REST = Set.of("ADDRESS");

  /** The server answers the texts at the address of a page, by its query. */
  private static final String TEXTS = "/";

  @Test
  @DisplayName(
      "the list that the app and the development server read names each path of the server")
  void theListNamesEachPath() throws IOException {
    TreeSet<String> expected =
        new JsonArray(Files.readString(Path.of("frontend/server-routes.json")))
            .stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    expected.add(TEXTS);

    assertThat(paths(sources())).isEqualTo(expected);
  }

  @Test
  @DisplayName("a route counts however it is written, and none hides behind another constant")
  void routesAreFound() {
    assertThat(
            paths(
                List.of(
                    """
                    router.route().handler(a);
                    router.get("/health").handler(b);
                    router
                        .route("/connect/*")
                        .handler(c);
                    router.routeWithRegex(ADDRESS).handler(d);
                    router.route(HttpMethod.GET, "/some/deeper/*").handler(e);
                    router.route(HIDDEN).handler(f);
                    """)))
        .containsExactly("/connect", "/health", "/some", "HIDDEN");
  }

  /** The first parts of the paths, and what cannot be read as one. */
  private static TreeSet<String> paths(List<String> sources) {
    return sources.stream()
        .flatMap(source -> MOUNTED.matcher(source).results())
        .map(mounted -> mounted.group(1))
        .filter(path -> !path.isEmpty() && !WITH_REST.contains(path))
        .map(ServerRoutesTest::firstPart)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String firstPart(String argument) {
    var literal = LITERAL.matcher(argument);
    return literal.matches() ? literal.group(1) : argument;
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("server/src/main/java"))) {
      List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
      return java.stream().map(ServerRoutesTest::read).toList();
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

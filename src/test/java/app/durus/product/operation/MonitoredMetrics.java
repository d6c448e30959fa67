package app.durus.product.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The expressions of the Grafana dashboard and of Prometheus's alert rules, and what they read. */
final class MonitoredMetrics {

  private static final Path DEPLOYMENT = Path.of("server/deployment");

  /** Prometheus adds these itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "job", "instance");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");

  /** A name that is no function's, with its matchers. */
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w.:])([a-zA-Z_:][\\w:]*+)(?!\\s*\\()(?:\\{([^}]*)})?");

  private static final Pattern MATCHER =
      Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

  /** The values of each label of each metric. */
  private final Map<String, Map<String, Set<String>>> shown = new HashMap<>();

  /**
   * @param text of {@code /metrics}
   */
  MonitoredMetrics(String text) {
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              Map<String, Set<String>> labels =
                  shown.computeIfAbsent(line.group(1), name -> new HashMap<>());
              if (line.group(2) != null) {
                MATCHER
                    .matcher(line.group(2))
                    .results()
                    .forEach(
                        label ->
                            labels
                                .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                                .add(label.group(3)));
              }
            });
  }

  /** The expressions of the dashboard's panels. */
  static List<String> ofTheDashboard() throws IOException {
    List<String> expressions = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(DEPLOYMENT.resolve("grafana-dashboard.json").toFile());
    dashboard.findValues("expr").forEach(expr -> expressions.add(expr.textValue()));
    return expressions;
  }

  /** The expressions of the alert rules. */
  static List<String> ofTheAlerts() throws IOException {
    Object rules =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(DEPLOYMENT.resolve("alerts.yml")));
    List<String> expressions = new ArrayList<>();
    for (Object group : (List<?>) ((Map<?, ?>) rules).get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        expressions.add((String) ((Map<?, ?>) rule).get("expr"));
      }
    }
    return expressions;
  }

  /** The metrics, labels and values of an expression that the server does not show. */
  Set<String> missing(String expression) {
    Set<String> missing = new TreeSet<>();
    Set<String> labels = new TreeSet<>();
    GROUPING.matcher(expression).results().forEach(grouping -> addNames(grouping.group(1), labels));
    List<MatchResult> selectors =
        SELECTOR
            .matcher(GROUPING.matcher(expression).replaceAll(" "))
            .results()
            .filter(found -> !OPERATORS.contains(found.group(1)))
            .filter(found -> !OF_PROMETHEUS.contains(found.group(1)))
            .toList();
    for (MatchResult selector : selectors) {
      String name = selector.group(1);
      Map<String, Set<String>> found = shown.get(name);
      if (found == null) {
        missing.add(name);
        continue;
      }
      labels.stream()
          .filter(label -> !found.containsKey(label))
          .forEach(label -> missing.add(name + " by " + label));
      if (selector.group(2) != null) {
        addMissing(name, selector.group(2), found, missing);
      }
    }
    return missing;
  }

  private static void addNames(String list, Set<String> names) {
    for (String name : list.split(",")) {
      if (!OF_PROMETHEUS.contains(name.strip())) {
        names.add(name.strip());
      }
    }
  }

  private static void addMissing(
      String name, String matchers, Map<String, Set<String>> found, Set<String> missing) {
    MATCHER
        .matcher(matchers)
        .results()
        .filter(matcher -> !OF_PROMETHEUS.contains(matcher.group(1)))
        .forEach(
            matcher -> {
              Set<String> values = found.get(matcher.group(1));
              if (values == null
                  || matcher.group(2).equals("=") && !values.contains(matcher.group(3))) {
                missing.add(name + "{" + matcher.group() + "}");
              }
            });
  }
}

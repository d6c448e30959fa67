package app.durus.server.catalogue.importing.overrides;

import app.durus.server.catalogue.importing.names.NameNormalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file, read key by key. Only texts are constructed from the file, so a hostile
 * file can create nothing else. Each mistake becomes a sentence with its line, and reading
 * continues, so that an operator learns of all mistakes at once.
 */
final class YamlMapping {

  private static final int FARTHEST_TYPO = 2;

  private final Map<String, Node> values = new HashMap<>();
  private final List<String> problems;
  private final int line;

  /**
   * @param node any node; one that is not a mapping is a problem and counts as empty
   * @param known the keys that may occur; null for any
   */
  YamlMapping(Node node, Set<String> known, List<String> problems) {
    this.problems = problems;
    this.line = lineOf(node);
    if (!(node instanceof MappingNode mapping)) {
      if (!isNothing(node)) {
        report(node, "here should be names with values, as in “title: …”");
      }
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (known != null && !known.contains(key)) {
        report(tuple.getKeyNode(), "there is no “" + key + "” here" + meant(key, known));
      } else if (values.put(key, tuple.getValueNode()) != null) {
        report(tuple.getKeyNode(), "“" + key + "” stands here twice");
      }
    }
    values.values().removeIf(YamlMapping::isNothing);
  }

  /** From 1. */
  int line() {
    return line;
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** On one line, without invisible characters; null when it is missing. */
  String text(String key) {
    String text = NameNormalizer.clean(exactly(key));
    return text.isEmpty() ? null : text;
  }

  /** Exactly as written, like the names of files; null when it is missing. */
  String exactly(String key) {
    Node node = values.get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ScalarNode scalar)) {
      report(node, "“" + key + "” should be a text");
      return null;
    }
    return scalar.getValue().isEmpty() ? null : scalar.getValue();
  }

  /** The same with its line breaks, and with a greater length. */
  String paragraphs(String key) {
    String text = NameNormalizer.cleanParagraphs(exactly(key));
    return text.isEmpty() ? null : text;
  }

  YamlMapping mapping(String key, Set<String> known) {
    Node node = values.get(key);
    return node == null ? null : new YamlMapping(node, known, problems);
  }

  List<YamlMapping> mappings(String key, Set<String> known) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      report(node, "“" + key + "” should be a list, each of it begun by “- ”");
      return List.of();
    }
    return sequence.getValue().stream().map(one -> new YamlMapping(one, known, problems)).toList();
  }

  /** Reports a problem at a value, or at the mapping itself if the value is missing. */
  void report(String key, String sentence) {
    Node node = values.get(key);
    report(node == null ? line : lineOf(node), sentence);
  }

  private void report(Node node, String sentence) {
    report(lineOf(node), sentence);
  }

  private void report(int where, String sentence) {
    problems.add("Line " + where + ": " + sentence + (sentence.endsWith("?") ? "" : "."));
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String meant(String key, Set<String> known) {
    return known.stream()
        .filter(one -> distance(one, key) <= FARTHEST_TYPO)
        .findFirst()
        .map(one -> "; was “" + one + "” meant?")
        .orElse("; there may be " + String.join(", ", known.stream().sorted().toList()));
  }

  /** The number of letters that have to be changed, added or removed. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

package app.durus.bench.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code --name value} pairs of a command line. */
public final class Options {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();

  /**
   * @throws IllegalArgumentException for anything but the allowed names with whole numbers
   */
  public Options(String[] arguments, Set<String> allowed) {
    this(arguments, allowed, Map.of());
  }

  /**
   * @param choices by name, the words that it may have
   * @throws IllegalArgumentException for anything but the allowed names with whole numbers, and
   *     these names with one of their words
   */
  public Options(String[] arguments, Set<String> allowed, Map<String, List<String>> choices) {
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].replaceFirst("^--", "");
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (choices.getOrDefault(name, List.of()).contains(value)) {
        words.put(name, value);
      } else if (allowed.contains(name) && value.matches("\\d{1,9}")) {
        numbers.put(name, Integer.parseInt(value));
      } else {
        throw new IllegalArgumentException(
            "takes " + allowed + ", each with a number, and one of " + choices);
      }
    }
  }

  public int get(String name, int unlessGiven) {
    return numbers.getOrDefault(name, unlessGiven);
  }

  public Optional<String> word(String name) {
    return Optional.ofNullable(words.get(name));
  }
}

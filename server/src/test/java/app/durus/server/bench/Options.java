package app.durus.server.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** {@code --name number} pairs of a command line. */
final class Options {

  private final Map<String, Integer> given = new HashMap<>();

  /**
   * @throws IllegalArgumentException for anything but the allowed names with whole numbers
   */
  Options(String[] arguments, Set<String> allowed) {
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].replaceFirst("^--", "");
      if (!allowed.contains(name) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("takes " + allowed + ", each with a number");
      }
      given.put(name, Integer.parseInt(arguments[i + 1]));
    }
  }

  int get(String name, int unlessGiven) {
    return given.getOrDefault(name, unlessGiven);
  }
}

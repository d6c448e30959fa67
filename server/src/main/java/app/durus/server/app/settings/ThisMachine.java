package app.durus.server.app.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names that a machine has for itself, whose traffic no network sees. */
final class ThisMachine {

  private static final Pattern NAMES =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[?::1]?");

  private ThisMachine() {}

  /**
   * @param host a name or an address, in an address of the web with brackets
   */
  static boolean isNamed(String host) {
    return NAMES.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}

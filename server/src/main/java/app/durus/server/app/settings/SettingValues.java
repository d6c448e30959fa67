package app.durus.server.app.settings;

import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The values that the operator has given, and the defaults of the others. */
final class SettingValues {

  /** The variable that names the configuration file. */
  static final String FILE = "CONFIG_FILE";

  static final String OFF = "off";
  private static final String ON = "on";

  private final Map<Setting, String> given;

  private SettingValues(Map<Setting, String> given) {
    this.given = given;
  }

  /**
   * Reads the environment and the file that {@value #FILE} names. The environment wins. A blank
   * value counts as not given.
   *
   * @throws StartupFailure when the file is malformed
   */
  static SettingValues read(Map<String, String> environment) {
    Map<Setting, String> given =
        nonBlank(environment.get(FILE))
            .map(name -> SettingsFile.read(Configuration.path(FILE, name)))
            .orElseGet(() -> new EnumMap<>(Setting.class));
    for (Setting setting : Setting.values()) {
      nonBlank(environment.get(setting.name())).ifPresent(value -> given.put(setting, value));
    }
    return new SettingValues(given);
  }

  private static Optional<String> nonBlank(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** What the operator has set. */
  Optional<String> given(Setting setting) {
    return nonBlank(given.get(setting));
  }

  /** What holds: the given value or the default. */
  String text(Setting setting) {
    return given(setting).orElse(setting.defaultText());
  }

  /**
   * @throws StartupFailure when the value is no whole number between the two, both included
   */
  int number(Setting setting, int min, int max) {
    String text = text(setting);
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new StartupFailure(setting + " is not a whole number: " + text, e);
    }
    throw new StartupFailure(
        max == Integer.MAX_VALUE
            ? setting + " is below " + min + ": " + text
            : setting + " is not between " + min + " and " + max + ": " + text);
  }

  /**
   * @throws StartupFailure when the value is neither {@code on} nor {@code off}
   */
  boolean isOn(Setting setting) {
    return switch (text(setting)) {
      case ON -> true;
      case OFF -> false;
      case String other -> throw new StartupFailure(setting + " is neither on nor off: " + other);
    };
  }

  /**
   * Absolute; a relative path begins at the working directory.
   *
   * @throws StartupFailure when Java cannot read the name
   */
  Optional<Path> path(Setting setting) {
    return given(setting)
        .map(text -> Configuration.path(setting.name(), text).toAbsolutePath().normalize());
  }
}

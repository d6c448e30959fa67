package app.durus.server.app.settings;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration file, in UTF-8: lines of {@code NAME=value}. Empty lines and lines that begin
 * with {@code #} say nothing. A value may stand in quotes. systemd reads the same file as an {@code
 * EnvironmentFile}.
 */
final class SettingsFile {

  private SettingsFile() {}

  /**
   * @throws StartupFailure when the file cannot be read, or a line is no setting, or sets what an
   *     earlier line has set
   */
  static Map<Setting, String> read(Path file) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = file + ", line " + (i + 1) + ": ";
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new StartupFailure(where + "this is not NAME=value: " + line);
      }
      String name = line.substring(0, equals).strip();
      Setting setting =
          named(name)
              .orElseThrow(
                  () ->
                      new StartupFailure(
                          where + "there is no setting " + name + "; --help lists all"));
      if (values.put(setting, unquoted(line.substring(equals + 1).strip())) != null) {
        throw new StartupFailure(where + name + " was set before");
      }
    }
    return values;
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      if (!lines.isEmpty() && lines.getFirst().startsWith("\uFEFF")) {
        lines.set(0, lines.getFirst().substring(1));
      }
      return lines;
    } catch (NoSuchFileException e) {
      throw new StartupFailure("there is no configuration file " + file, e);
    } catch (CharacterCodingException e) {
      throw new StartupFailure("the configuration file " + file + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new StartupFailure("the configuration file " + file + " cannot be read: " + e, e);
    }
  }

  private static Optional<Setting> named(String name) {
    return Arrays.stream(Setting.values()).filter(one -> one.name().equals(name)).findFirst();
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") && value.endsWith("\"")
                || value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

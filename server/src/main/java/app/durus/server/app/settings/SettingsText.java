package app.durus.server.app.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The list of settings as {@code --help} prints it. */
public final class SettingsText {

  private static final int WIDTH = 100;
  private static final String INDENT = "      ";

  private SettingsText() {}

  /** A paragraph for each setting: its name, its default, and its meaning. */
  public static String all() {
    return Arrays.stream(Setting.values())
        .map(SettingsText::paragraph)
        .collect(Collectors.joining("\n"));
  }

  private static String paragraph(Setting setting) {
    String head =
        setting.defaultText().isEmpty()
            ? setting.name()
            : String.format(Locale.ROOT, "%s (%s)", setting, setting.defaultText());
    return "  " + head + "\n" + wrapped(setting.meaning());
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder(INDENT);
    int column = INDENT.length();
    for (String word : text.split(" ")) {
      if (column > INDENT.length() && column + 1 + word.length() > WIDTH) {
        lines.append('\n').append(INDENT);
        column = INDENT.length();
      }
      if (column > INDENT.length()) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}

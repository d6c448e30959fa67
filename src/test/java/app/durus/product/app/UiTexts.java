package app.durus.product.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The app's own texts in one language, from its translation files, so that a story names things as
 * the listener reads and hears them. Reads the parts of ICU's message format that the files use:
 * {@code {name}} and {@code {count, plural, ...}}.
 */
public final class UiTexts {

  private final Properties texts;
  private final Locale locale;

  private UiTexts(Properties texts, Locale locale) {
    this.texts = texts;
    this.locale = locale;
  }

  /**
   * @param language {@code en} or {@code ar}
   */
  public static UiTexts of(String language) {
    boolean arabic = language.equals("ar");
    String file =
        arabic ? "/vaadin-i18n/translations_ar.properties" : "/vaadin-i18n/translations.properties";
    Properties texts = new Properties();
    try (InputStream bytes = UiTexts.class.getResourceAsStream(file)) {
      texts.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // As the app writes numbers (frontend/i18n/languages.ts).
    return new UiTexts(texts, Locale.forLanguageTag(arabic ? "ar-u-nu-arab" : "en"));
  }

  /**
   * @param named the values to insert: a name and its value, and so on
   */
  public String say(String key, Object... named) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < named.length; i += 2) {
      values.put((String) named[i], named[i + 1]);
    }
    return format(text(key), values);
  }

  /** A text with a plural: {@code count} chooses the form, and stands in it as {@code n}. */
  public String count(String key, int count, Object... named) {
    Object[] all = new Object[named.length + 4];
    System.arraycopy(named, 0, all, 4, named.length);
    all[0] = "count";
    all[1] = count;
    all[2] = "n";
    all[3] = number(count);
    return say(key, all);
  }

  /** As {@link #count}, up to the place of the value with that name. */
  public String countStart(String key, int count, String name) {
    String unlike = "\0";
    String text = count(key, count, name, unlike);
    return text.substring(0, text.indexOf(unlike));
  }

  /** The text up to the first inserted value. */
  public String start(String key) {
    String text = text(key);
    int hole = text.indexOf('{');
    return hole < 0 ? text : text.substring(0, hole);
  }

  /** "Play: Lecture", "Continue: Lecture" and the like. */
  public String named(String actionKey, String title) {
    return say("play.named", "action", say(actionKey), "title", title);
  }

  public String number(double number) {
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMaximumFractionDigits(2);
    return format.format(number);
  }

  /** A position as the player shows it: {@code 1:05}. */
  public String clock(long ms) {
    return number(ms / 60_000) + ":" + number(ms / 10_000 % 6) + number(ms / 1_000 % 10);
  }

  private String text(String key) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no such text: " + key);
    }
    return text;
  }

  private String format(String message, Map<String, Object> values) {
    StringBuilder said = new StringBuilder();
    for (int at = 0; at < message.length(); ) {
      if (message.charAt(at) == '{') {
        int end = closing(message, at);
        said.append(filled(message.substring(at + 1, end), values));
        at = end + 1;
      } else {
        said.append(message.charAt(at++));
      }
    }
    return said.toString();
  }

  private String filled(String hole, Map<String, Object> values) {
    String[] parts = hole.split(",", 3);
    Object value = values.get(parts[0].strip());
    if (value == null) {
      throw new IllegalArgumentException("nothing is put in for " + parts[0]);
    }
    return parts.length == 1
        ? value.toString()
        : format(chosen(parts[2], ((Number) value).intValue()), values);
  }

  /** Of {@code one {…} other {…}} the form for this number. */
  private String chosen(String forms, int count) {
    Map<String, String> byName = new HashMap<>();
    for (int open = forms.indexOf('{'), from = 0; open >= 0; open = forms.indexOf('{', from)) {
      int end = closing(forms, open);
      byName.put(forms.substring(from, open).strip(), forms.substring(open + 1, end));
      from = end + 1;
    }
    String exact = byName.get("=" + count);
    return exact != null ? exact : byName.getOrDefault(category(count), byName.get("other"));
  }

  /** Unicode's plural rules for whole numbers. */
  private String category(int count) {
    if (!locale.getLanguage().equals("ar")) {
      return count == 1 ? "one" : "other";
    }
    int hundredth = count % 100;
    return switch (count) {
      case 0 -> "zero";
      case 1 -> "one";
      case 2 -> "two";
      default -> hundredth < 3 ? "other" : hundredth <= 10 ? "few" : "many";
    };
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("a brace is not closed: " + text);
  }
}

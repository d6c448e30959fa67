package app.durus.product;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A language that pictures are taken in, with the app's own texts; and the look of those taken
 * once.
 */
record PictureWords(String tag, String theme, String search, String listener, Properties texts) {

  private static final Path TEXTS = Path.of("src", "main", "resources", "vaadin-i18n");

  static PictureWords english() throws IOException {
    return new PictureWords("en", "light", "conduct", "Maryam", texts("translations.properties"));
  }

  static PictureWords arabic() throws IOException {
    return new PictureWords("ar", "dark", "العلم", "مريم", texts("translations_ar.properties"));
  }

  /** As it stands there; what begins with a variable part ends before it. */
  String of(String key) {
    String text = texts.getProperty(key);
    return text.replaceFirst("[ :·(]*\\{.*", "");
  }

  private static Properties texts(String file) throws IOException {
    Properties texts = new Properties();
    try (Reader reader = Files.newBufferedReader(TEXTS.resolve(file))) {
      texts.load(reader);
    }
    return texts;
  }
}

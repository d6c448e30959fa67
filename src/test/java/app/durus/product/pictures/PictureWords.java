package app.durus.product.pictures;

import app.durus.product.app.UiTexts;

/**
 * A language of the pictures, with the app's own texts, and the appearance for pictures that are
 * taken once.
 */
record PictureWords(String tag, String theme, String search, String listener, UiTexts texts) {

  static PictureWords english() {
    return new PictureWords("en", "light", "conduct", "Maryam", UiTexts.of("en"));
  }

  static PictureWords arabic() {
    return new PictureWords("ar", "dark", "العلم", "مريم", UiTexts.of("ar"));
  }

  /**
   * The text as it is shown; one that begins with a variable part is shortened to what comes before
   * it.
   */
  String of(String key) {
    return texts.start(key).replaceFirst("[ :·(]+$", "");
  }
}

package app.durus.product.pictures;

import app.durus.product.app.UiTexts;

/**
 * A language that pictures are taken in, with the app's own texts; and the look of those taken
 * once.
 */
record PictureWords(String tag, String theme, String search, String listener, UiTexts texts) {

  static PictureWords english() {
    return new PictureWords("en", "light", "conduct", "Maryam", UiTexts.of("en"));
  }

  static PictureWords arabic() {
    return new PictureWords("ar", "dark", "العلم", "مريم", UiTexts.of("ar"));
  }

  /** As it stands there; what begins with a variable part ends before it. */
  String of(String key) {
    return texts.start(key).replaceFirst("[ :·(]+$", "");
  }
}

package app.durus.product;

import java.util.List;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** In what language and on what screen a story of the product is told. */
enum Setting {
  ENGLISH_PHONE("en", Size.PHONE, Shelf.ENGLISH),
  ENGLISH_DESK("en", Size.DESK, Shelf.ENGLISH),
  ARABIC_PHONE("ar", Size.PHONE, Shelf.ARABIC),
  ARABIC_DESK("ar", Size.DESK, Shelf.ARABIC);

  private static final class Size {
    static final Dimension PHONE = new Dimension(390, 844);
    static final Dimension DESK = new Dimension(1280, 800);
  }

  /**
   * What the demo library has in a language.
   *
   * @param lectures of the series, in its order
   * @param single stands alone
   */
  record Shelf(String scholar, String series, List<String> lectures, String single) {

    static final Shelf ENGLISH =
        new Shelf(
            "Demonstration Teacher",
            "Manners of the Student",
            List.of("Why Manners Come First", "Listening Well", "Asking and Answering"),
            "Guarding Your Time");
    static final Shelf ARABIC =
        new Shelf(
            "معلّم تجريبي",
            "آداب طالب العلم",
            List.of("الأدب قبل العلم", "حسن الاستماع", "السؤال والجواب"),
            "الصبر على طلب العلم");

    String first() {
      return lectures.get(0);
    }

    String second() {
      return lectures.get(1);
    }

    String third() {
      return lectures.get(2);
    }
  }

  private final String language;
  private final Dimension size;
  private final Shelf shelf;

  Setting(String language, Dimension size, Shelf shelf) {
    this.language = language;
    this.size = size;
    this.shelf = shelf;
  }

  Locale locale() {
    return Locale.forLanguageTag(language);
  }

  Words words() {
    return Words.of(language);
  }

  Dimension size() {
    return size;
  }

  boolean isPhone() {
    return size.equals(Size.PHONE);
  }

  boolean isArabic() {
    return language.equals("ar");
  }

  /** In the same language. */
  Setting onTheOtherScreen() {
    return switch (this) {
      case ENGLISH_PHONE -> ENGLISH_DESK;
      case ENGLISH_DESK -> ENGLISH_PHONE;
      case ARABIC_PHONE -> ARABIC_DESK;
      case ARABIC_DESK -> ARABIC_PHONE;
    };
  }

  /** On the same screen. */
  Setting inTheOtherLanguage() {
    return switch (this) {
      case ENGLISH_PHONE -> ARABIC_PHONE;
      case ENGLISH_DESK -> ARABIC_DESK;
      case ARABIC_PHONE -> ENGLISH_PHONE;
      case ARABIC_DESK -> ENGLISH_DESK;
    };
  }

  Shelf shelf() {
    return shelf;
  }
}

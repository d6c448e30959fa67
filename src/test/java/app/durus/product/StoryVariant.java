package app.durus.product;

import java.util.List;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** In what language and on what screen a story of the product is told. */
enum StoryVariant {
  ENGLISH_PHONE("en", Size.PHONE, TestCatalogue.ENGLISH),
  ENGLISH_DESK("en", Size.DESK, TestCatalogue.ENGLISH),
  ARABIC_PHONE("ar", Size.PHONE, TestCatalogue.ARABIC),
  ARABIC_DESK("ar", Size.DESK, TestCatalogue.ARABIC);

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
  record TestCatalogue(String scholar, String series, List<String> lectures, String single) {

    static final TestCatalogue ENGLISH =
        new TestCatalogue(
            "Demonstration Teacher",
            "Manners of the Student",
            List.of("Why Manners Come First", "Listening Well", "Asking and Answering"),
            "Guarding Your Time");
    static final TestCatalogue ARABIC =
        new TestCatalogue(
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
  private final TestCatalogue shelf;

  StoryVariant(String language, Dimension size, TestCatalogue shelf) {
    this.language = language;
    this.size = size;
    this.shelf = shelf;
  }

  Locale locale() {
    return Locale.forLanguageTag(language);
  }

  UiTexts words() {
    return UiTexts.of(language);
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
  StoryVariant onTheOtherScreen() {
    return switch (this) {
      case ENGLISH_PHONE -> ENGLISH_DESK;
      case ENGLISH_DESK -> ENGLISH_PHONE;
      case ARABIC_PHONE -> ARABIC_DESK;
      case ARABIC_DESK -> ARABIC_PHONE;
    };
  }

  /** On the same screen. */
  StoryVariant inTheOtherLanguage() {
    return switch (this) {
      case ENGLISH_PHONE -> ARABIC_PHONE;
      case ENGLISH_DESK -> ARABIC_DESK;
      case ARABIC_PHONE -> ENGLISH_PHONE;
      case ARABIC_DESK -> ENGLISH_DESK;
    };
  }

  TestCatalogue shelf() {
    return shelf;
  }
}

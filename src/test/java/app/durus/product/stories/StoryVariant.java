package app.durus.product.stories;

import app.durus.product.app.UiTexts;
import java.util.List;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** The language and the screen of a story. */
public enum StoryVariant {
  ENGLISH_PHONE("en", Size.PHONE, LectureTitles.ENGLISH),
  ENGLISH_DESK("en", Size.DESK, LectureTitles.ENGLISH),
  ARABIC_PHONE("ar", Size.PHONE, LectureTitles.ARABIC),
  ARABIC_DESK("ar", Size.DESK, LectureTitles.ARABIC);

  private static final class Size {
    static final Dimension PHONE = new Dimension(390, 844);
    static final Dimension DESK = new Dimension(1280, 800);
  }

  /**
   * The demo library's titles in a language.
   *
   * @param lectures of the series, in its order
   * @param single of no series
   */
  public record LectureTitles(String scholar, String series, List<String> lectures, String single) {

    public static final LectureTitles ENGLISH =
        new LectureTitles(
            "Demonstration Teacher",
            "Manners of the Student",
            List.of("Why Manners Come First", "Listening Well", "Asking and Answering"),
            "Guarding Your Time");
    public static final LectureTitles ARABIC =
        new LectureTitles(
            "معلّم تجريبي",
            "آداب طالب العلم",
            List.of("الأدب قبل العلم", "حسن الاستماع", "السؤال والجواب"),
            "الصبر على طلب العلم");

    public String first() {
      return lectures.get(0);
    }

    public String second() {
      return lectures.get(1);
    }

    public String third() {
      return lectures.get(2);
    }
  }

  private final String language;
  private final Dimension size;
  private final LectureTitles titles;

  StoryVariant(String language, Dimension size, LectureTitles titles) {
    this.language = language;
    this.size = size;
    this.titles = titles;
  }

  Locale locale() {
    return Locale.forLanguageTag(language);
  }

  public UiTexts texts() {
    return UiTexts.of(language);
  }

  public Dimension size() {
    return size;
  }

  public boolean isPhone() {
    return size.equals(Size.PHONE);
  }

  public boolean isArabic() {
    return language.equals("ar");
  }

  /** In the same language. */
  public StoryVariant onTheOtherScreen() {
    return switch (this) {
      case ENGLISH_PHONE -> ENGLISH_DESK;
      case ENGLISH_DESK -> ENGLISH_PHONE;
      case ARABIC_PHONE -> ARABIC_DESK;
      case ARABIC_DESK -> ARABIC_PHONE;
    };
  }

  /** On the same screen. */
  public StoryVariant inTheOtherLanguage() {
    return switch (this) {
      case ENGLISH_PHONE -> ARABIC_PHONE;
      case ENGLISH_DESK -> ARABIC_DESK;
      case ARABIC_PHONE -> ENGLISH_PHONE;
      case ARABIC_DESK -> ENGLISH_DESK;
    };
  }

  public LectureTitles titles() {
    return titles;
  }
}

package app.durus.product.stories;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The variants in which a story is told: each in both languages and on both screens. */
public final class StoryMatrix {

  private StoryMatrix() {}

  /** The main stories. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}")
  @EnumSource
  public @interface Everywhere {}

  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ENGLISH_DESK", "ARABIC_PHONE"})
  public @interface OnEnglishDeskAndArabicPhone {}

  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ENGLISH_PHONE", "ARABIC_DESK"})
  public @interface OnEnglishPhoneAndArabicDesk {}

  /** Where there is a keyboard. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"ENGLISH_DESK", "ARABIC_DESK"})
  public @interface OnDesks {}
}

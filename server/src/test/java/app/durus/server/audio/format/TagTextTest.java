package app.durus.server.audio.format;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.TestTags;
import app.durus.server.audio.format.tags.TagText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTextTest {

  /** The folder's other tags decide what they are. */
  @ParameterizedTest
  @CsvSource({
    "KOI8-R, Молитва и терпение",
    "KOI8-R, Пост",
    "KOI8-R, о намерении и делах",
    "x-windows-874, การละหมาดในอิสลาม",
    "x-windows-874, ความอดทน",
    "x-windows-874, การถือศีลอด",
    "EUC-KR, 금식의 의미",
    "GBK, 斋戒的意义",
  })
  void otherCodePagesAreNotTakenForArabic(String charset, String text) {
    String read = new String(text.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
    assertThat(TagText.repaired(read).codePoints())
        .noneMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.ARABIC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patience",
        "Café",
        "Fête de l’été",
        "Où est la bibliothèque ?",
        "Ångström Øre",
        "Größe",
        "Şâlih",
        "Ṣaḥīḥ al-Bukhārī",
        "الصبر على الأذى",
        "الدرس ١",
        "Урок первый",
        "一",
        "伊斯兰教育讲座",
        "イスラム",
        "1 – 2",
        "©®",
        "",
      })
  void correctTextStays(String text) {
    assertThat(TagText.repaired(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "الصبر",
        "الصبر على الأذى",
        "الدرس 12: الإخلاص",
        "شرح Kitab 3",
        "درس - Dars",
        "كتاب (1)"
      })
  void windowsArabicLabelledAsLatinIsDecoded(String text) {
    assertThat(TagText.repaired(misread(text, TestTags.WINDOWS_ARABIC))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"الصبر", "Ṣāliḥ", "Fête", "Тихо", "🕌 المسجد"})
  void utf8LabelledAsLatinIsDecoded(String text) {
    assertThat(TagText.repaired(misread(text, StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @Test
  void utf8CutWithinACharacterIsDecoded() {
    byte[] bytes = "الصبر على الأذى والناس".getBytes(StandardCharsets.UTF_8);
    for (int length = 2; length < bytes.length; length++) {
      String read = new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
      assertThat("الصبر على الأذى والناس").startsWith(TagText.repaired(read));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"الصبر على الأذى", "Patience", "Dars – درس 3"})
  void utf16InTheOtherByteOrderIsDecoded(String text) {
    String read = new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16LE);
    String dashed = text.replace("–", "-");
    String dashedRead =
        new String(dashed.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16LE);
    assertThat(TagText.repaired(dashedRead)).isEqualTo(dashed);
    assertThat(TagText.repaired(read)).isIn(text, read);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"3, 3", "03/12, 3", "٣ من ٩, 3", "A1, null", "0, null", "12345, null", "'', null"},
      nullValues = "null")
  void theNumberIsTheLeadingNumberOfTheText(String text, Integer number) {
    assertThat(TagText.number(text)).isEqualTo(number);
  }

  private static String misread(String text, Charset charset) {
    return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
  }
}

package app.durus.server.catalogue.importing.tags;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.tags.AudioTags;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderEncodingsTest {

  static Stream<Arguments> right() {
    return Stream.of(
        Arguments.of(List.of("Le jeûne", "À propos", "Où est-il né ?", "L’été", "Ça", "Noël")),
        Arguments.of(List.of("Über das Gebet", "Die Größe", "Fußwaschung", "ÄÖÜ")),
        Arguments.of(List.of("El niño", "La oración", "¿Qué es la fe?", "Corazón", "Señor")),
        Arguments.of(List.of("Þetta er íslenska", "Ýmir og Þór", "Eyðimörk", "Ást og friður")),
        Arguments.of(List.of("Þór", "Ýr", "Ðe", "Eiður Þorri")),
        Arguments.of(List.of("På svenska", "Blåbær og øl", "Ærlig", "Ö")),
        Arguments.of(List.of("A oração", "Não há", "Coração", "São João")),
        Arguments.of(List.of("É", "à", "ÀÉÈ", "Ñ")),
        Arguments.of(List.of("شرح كتاب التوحيد", "Намерение", "Namazın şartları", "نماز")),
        Arguments.of(List.of("Title", "1984", "")));
  }

  @ParameterizedTest
  @MethodSource("right")
  void correctTextStays(List<String> titles) {
    assertThat(decoded(titles)).isEqualTo(titles);
    for (String title : titles) {
      assertThat(decoded(List.of(title))).containsExactly(title);
    }
  }

  /** In Windows-1251 "è" is "и", which is a word of its own, too. */
  @ParameterizedTest
  @ValueSource(strings = {"Chi è Allah", "Quem é Allah", "Allah à lui"})
  void wordsOfOneLetterDoNotSelectAnEncoding(String title) {
    List<String> titles = Collections.nCopies(12, title);
    assertThat(decoded(titles)).isEqualTo(titles);
  }

  @Test
  void theCodePageIsDecidedByTheWholeFolder() {
    Map<String, List<String>> titles =
        Map.of(
            "windows-1251", List.of("Урок первый", "Пост", "О терпении", "Намерение и дела"),
            "KOI8-R", List.of("Урок первый", "Пост", "О терпении", "Намерение и дела"),
            "windows-1253", List.of("Η προσευχή", "Υπομονή και ευγνωμοσύνη", "Η νηστεία"),
            "windows-1254", List.of("Namazın şartları", "İhlas ve niyet", "Sabır ve şükür"));
    titles.forEach(
        (charset, right) ->
            assertThat(decoded(right.stream().map(title -> asLatin(title, charset)).toList()))
                .as(charset)
                .isEqualTo(right));
  }

  @ParameterizedTest
  @CsvSource({"EUC-KR, 기도와 인내, 감사하는 마음", "GBK, 伊斯兰教育讲座, 忍耐与感恩"})
  void whatIsNoneOfThemStays(String charset, String one, String another) {
    List<String> read = List.of(asLatin(one, charset), asLatin(another, charset));
    assertThat(decoded(read)).isEqualTo(read);
  }

  @Test
  void eachFolderIsDecidedSeparately() {
    Map<String, AudioTags> tags = new LinkedHashMap<>();
    tags.put("A/1.mp3", tagged(asLatin("Намерение и дела", "windows-1251")));
    tags.put("B/1.mp3", tagged("Le jeûne est né"));
    assertThat(FolderEncodings.decoded(tags).values())
        .extracting(AudioTags::title)
        .containsExactly("Намерение и дела", "Le jeûne est né");
  }

  private static List<String> decoded(List<String> titles) {
    Map<String, AudioTags> tags = new LinkedHashMap<>();
    for (int i = 0; i < titles.size(); i++) {
      tags.put("A/" + i + ".mp3", tagged(titles.get(i)));
    }
    return FolderEncodings.decoded(tags).values().stream().map(AudioTags::title).toList();
  }

  private static AudioTags tagged(String title) {
    return new AudioTags(title, null, null, null, null);
  }

  private static String asLatin(String title, String charset) {
    return new String(title.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
  }
}

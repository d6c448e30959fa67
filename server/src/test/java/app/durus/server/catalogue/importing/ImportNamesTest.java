package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Lecture;
import app.durus.contract.catalogue.Scholar;
import app.durus.contract.catalogue.Series;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What lectures are called and in which order they stand, by names and tags as people have them.
 */
class ImportNamesTest extends FolderImportFixture {

  @Test
  void twoDiscsInOneFolderAreNumberedConsecutively() throws Exception {
    tagged("A/S/1-01 a.mp3", track("1"), disc("1/2"));
    tagged("A/S/1-02 b.mp3", track("2"), disc("1/2"));
    tagged("A/S/2-01 c.mp3", track("1"), disc("2/2"));
    tagged("A/S/2-02 d.mp3", track("2"), disc("2/2"));
    run();
    assertThat(titlesInOrder()).containsExactly("1 a", "2 b", "3 c", "4 d");
  }

  @Test
  void discsNamedOnlyInTagsAreNumberedConsecutively() throws Exception {
    tagged("A/S/w.mp3", track("2"), disc("2"), title("d"));
    tagged("A/S/x.mp3", track("1"), disc("2"), title("c"));
    tagged("A/S/y.mp3", track("2"), disc("1"), title("b"));
    tagged("A/S/z.mp3", track("1"), disc("1"), title("a"));
    run();
    assertThat(titlesInOrder()).containsExactly("1 a", "2 b", "3 c", "4 d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CD%d", "Disc %d", "disk_%d", "القرص %d", "The Book CD %d", "The Book (Disc %d)"})
  void foldersOfDiscsBecomeOneSeries(String disc) throws Exception {
    String scholar = "Scholar " + seed();
    String above = scholar + (disc.startsWith("The Book") ? "/" : "/The Book/");
    write(above + numbered(disc, 1) + "/01 a.mp3");
    write(above + numbered(disc, 1) + "/02 b.mp3");
    write(above + numbered(disc, 2) + "/01 c.mp3");
    write(above + numbered(disc, 10) + "/01 d.mp3");
    run();
    assertThat(changes().series()).extracting(Series::title).containsExactly("The Book");
    assertThat(titlesInOrder()).containsExactly("1 a", "2 b", "3 c", "4 d");
  }

  @Test
  void aPictureAboveFoldersOfDiscsBecomesTheCoverOfTheSeries() throws Exception {
    write("A/S/CD1/01 a.mp3");
    write("A/S/CD2/01 b.mp3");
    Files.write(folder.resolve("A/S/cover.jpg"), ImportCoversTest.picture(1, "jpeg"));
    Files.writeString(folder.resolve("A/S/durus.yaml"), "series: {title: The Book}");
    assertThat(run().problems()).isEmpty();
    assertThat(changes().series())
        .singleElement()
        .satisfies(series -> assertThat(series.cover()).isNotNull())
        .extracting(Series::title)
        .isEqualTo("The Book");
  }

  @Test
  void fileNamesReplaceTitlesThatAllRepeatTheSeries() throws Exception {
    for (int i = 1; i <= 12; i++) {
      tagged(
          String.format(Locale.ROOT, "A/Riyad/%02d - Chapter %d.mp3", i, i),
          title("Riyad"),
          track("1"));
    }
    run();
    assertThat(titlesInOrder()).hasSize(12).startsWith("1 Chapter 1", "2 Chapter 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Track %02d", "%02d", "AUD-202301%02d-WA0001", "مقطع %d", "REC%03d", "audio_%d"})
  void equalTitlesAreKeptWhereTheFilesNamesSayLess(String name) throws Exception {
    for (int i = 1; i <= 12; i++) {
      tagged("A/Riyad/" + numbered(name, i) + ".mp3", title("Riyad"));
    }
    List<ImportProblem> problems = run().problems();
    assertThat(titlesInOrder()).hasSize(12).allMatch(each -> each.endsWith(" Riyad"));
    assertThat(titlesInOrder()).extracting(each -> each.split(" ")[0]).doesNotHaveDuplicates();
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("A/Riyad");
              assertThat(problem.sentence()).contains("the same title, “Riyad”: 12 (");
            });
  }

  @Test
  void trackNumbersThatAreAllOneAreIgnored() throws Exception {
    tagged("A/S/Lesson 2.mp3", track("1"));
    tagged("A/S/Lesson 10.mp3", track("1"));
    tagged("A/S/Lesson 1.mp3", track("1"));
    run();
    assertThat(titlesInOrder()).containsExactly("1 Lesson 1", "2 Lesson 2", "3 Lesson 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Title", "1984", "Recording", "Voice", "Track"})
  void aDistinctTitleIsKept(String title) throws Exception {
    tagged("A/S/01 tape a.mp3", title(title));
    tagged("A/S/02 tape b.mp3", title("On patience"));
    run();
    assertThat(titlesInOrder()).containsExactly("1 " + title, "2 On patience");
  }

  @Test
  void theAlbumArtistNamesTheScholarAndSeveralSpeakersAreShown() throws Exception {
    tagged("one.mp3", title("One"), text("TPE1", "Guest"), text("TPE2", "Teacher"));
    TestAudio.write(
        folder.resolve("two.mp3"),
        TestTags.id3v2(
            4,
            0,
            TestTags.frame(4, "TIT2", TestTags.text(3, "Two", StandardCharsets.UTF_8)),
            TestTags.frame(4, "TPE1", TestTags.text(3, "First\0Second", StandardCharsets.UTF_8))),
        recording(50));
    run();
    assertThat(changes().scholars())
        .extracting(Scholar::name)
        .containsExactlyInAnyOrder("Teacher", "First, Second");
    assertThat(lectures().get("Two").description()).isEqualTo("First · Second");
    assertThat(lectures().get("One").description()).isNull();
  }

  @Test
  void arabicDecodedAsWindowsLatinIsCorrected() throws Exception {
    String title = "شرح كتاب التوحيد";
    String mojibake =
        new String(title.getBytes(StandardCharsets.UTF_8), Charset.forName("windows-1252"));
    TestAudio.write(
        folder.resolve("A/S/01.mp3"),
        TestTags.id3v2(TestTags.frame("TIT2", TestTags.text(1, mojibake, StandardCharsets.UTF_16))),
        recording(50));
    run();
    assertThat(titlesInOrder()).containsExactly("1 " + title);
  }

  @Test
  void theEncodingOfTagsIsDecidedByTheWholeFolder() throws Exception {
    List<String> russian = List.of("Урок первый", "Намерение", "Пост в Рамадан", "О терпении");
    List<String> turkish =
        List.of("Namazın şartları", "İhlas ve niyet", "Oruç", "Güzel ahlâk", "Kur'an'ın fazileti");
    List<String> french = List.of("Le jeûne", "À propos de la prière", "L’été", "Où est-il né ?");
    List<String> german = List.of("Über das Gebet", "Die Größe", "Fußwaschung", "Schönes");
    List<String> koi = List.of("Молитва и терпение", "О знании", "Вопросы и ответы", "Хадж");
    claimedLatin("K/S", koi, "KOI8-R");
    claimedLatin("R/S", russian, "windows-1251");
    claimedLatin("T/S", turkish, "windows-1254");
    claimedLatin("F/S", french, "windows-1252");
    claimedLatin("G/S", german, "ISO-8859-1");
    run();
    List<String> expected = new ArrayList<>(russian);
    expected.addAll(koi);
    expected.addAll(turkish);
    expected.addAll(french);
    expected.addAll(german);
    assertThat(lectures().keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String numbered(String format, int number) {
    return String.format(Locale.ROOT, format, number);
  }

  private void claimedLatin(String below, List<String> titles, String charset) throws Exception {
    for (int i = 0; i < titles.size(); i++) {
      TestAudio.write(
          folder.resolve(below + "/0" + (i + 1) + ".mp3"),
          TestTags.id3v2(
              TestTags.frame("TIT2", TestTags.text(0, titles.get(i), Charset.forName(charset)))),
          recording(50));
    }
  }

  private void tagged(String path, byte[]... frames) throws Exception {
    TestAudio.write(folder.resolve(path), TestTags.id3v2(frames), recording(50));
  }

  private static byte[] title(String text) {
    return text("TIT2", text);
  }

  private static byte[] track(String text) {
    return text("TRCK", text);
  }

  private static byte[] disc(String text) {
    return text("TPOS", text);
  }

  private static byte[] text(String frame, String text) {
    return TestTags.frame(frame, TestTags.text(0, text, StandardCharsets.ISO_8859_1));
  }

  private List<String> titlesInOrder() {
    CatalogueChanges page = changes();
    return page.lectures().stream()
        .sorted(Comparator.comparingInt(Lecture::number).thenComparing(Lecture::title))
        .map(lecture -> lecture.number() + " " + lecture.title())
        .toList();
  }
}

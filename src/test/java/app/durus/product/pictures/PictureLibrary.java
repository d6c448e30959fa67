package app.durus.product.pictures;

import app.durus.product.server.LongLecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The recordings that the pictures show: as long as lectures are, silent, by nobody ("ibn Fulān" is
 * "the son of so-and-so"), with titles in Arabic and English.
 */
final class PictureLibrary {

  /** The one that most pictures are about. */
  static final String LECTURE = "معنى التوكل";

  private static final String SALIH = "صالح بن فلان";
  private static final String ABDULLAH = "عبد الله بن فلان";

  /** 128 kbit/s: about a megabyte a minute. */
  private static final long MINUTE_BYTES = 960_000;

  /** In the source's language and in English. */
  private record Title(String ar, String en) {}

  private record SeriesTitles(String scholar, Title title, List<Title> lectures) {}

  private static final List<SeriesTitles> SERIES =
      List.of(
          new SeriesTitles(
              SALIH,
              new Title("شرح الأصول الثلاثة", "Explanation of the Three Principles"),
              List.of(
                  new Title("المقدمة", "Introduction"),
                  new Title("المسائل الأربع", "The Four Matters"),
                  new Title("المسائل الثلاث", "The Three Matters"),
                  new Title("الحنيفية ملة إبراهيم", "The Way of Ibrāhīm"),
                  new Title("معرفة العبد ربَّه", "Knowing One’s Lord"),
                  new Title("أنواع العبادة", "The Kinds of Worship"),
                  new Title(LECTURE, "The Meaning of Reliance"),
                  new Title("الرغبة والرهبة والخشوع", "Hope, Fear and Humility"),
                  new Title("الخشية والإنابة", "Awe and Turning Back"),
                  new Title("الاستعانة والاستعاذة", "Seeking Help and Refuge"))),
          new SeriesTitles(
              SALIH,
              new Title("الأربعون النووية", "The Forty Hadith"),
              List.of(
                  new Title("إنما الأعمال بالنيات", "Actions Are by Intentions"),
                  new Title("حديث جبريل الطويل", "The Long Hadith of Jibrīl"),
                  new Title("بني الإسلام على خمس", "Islam Is Built on Five"))),
          new SeriesTitles(
              SALIH,
              new Title("", ""),
              List.of(
                  new Title("فضل الصبر", "On Patience"),
                  new Title("حفظ الوقت", "Guarding One’s Time"))),
          new SeriesTitles(
              ABDULLAH,
              new Title("آداب طالب العلم", "Conduct of the Student"),
              List.of(
                  new Title("الأدب قبل العلم", "Conduct before Knowledge"),
                  new Title("حسن الاستماع", "Listening Well"),
                  new Title("السؤال والجواب", "Asking and Answering"),
                  new Title("مصاحبة أهل العلم", "Keeping Company with Scholars"))),
          new SeriesTitles(
              ABDULLAH,
              new Title("كتاب الطهارة", "The Book of Purification"),
              List.of(
                  new Title("أحكام المياه", "Rulings on Water"),
                  new Title("صفة الوضوء", "How Wuḍūʾ Is Made"))),
          new SeriesTitles(
              ABDULLAH,
              new Title("تفسير جزء عمّ", "Tafsīr of Juzʾ ʿAmma"),
              List.of(
                  new Title("سورة النبأ", "Sūrat an-Nabaʾ"),
                  new Title("سورة النازعات", "Sūrat an-Nāziʿāt"))));

  private PictureLibrary() {}

  /** Writes recordings and their translations; the folder is then ready to be imported. */
  static Path write(Path folder) throws IOException {
    long seed = 0;
    for (SeriesTitles titles : SERIES) {
      Path scholar = folder.resolve(titles.scholar());
      Path series = titles.title().ar().isEmpty() ? scholar : scholar.resolve(titles.title().ar());
      StringBuilder words = new StringBuilder();
      if (series.equals(scholar)) {
        words.append(scholarWords(titles.scholar()));
      } else {
        words.append("series:\n").append(translated("  ", titles.title()));
      }
      words.append("lectures:\n");
      int number = 0;
      for (Title lecture : titles.lectures()) {
        number++;
        seed++;
        String file =
            (series.equals(scholar) ? "" : String.format(Locale.ROOT, "%02d - ", number))
                + lecture.ar()
                + ".mp3";
        // From 31 to 53 minutes, never the same next to each other.
        LongLecture.write(series.resolve(file), seed, MINUTE_BYTES * (31 + seed * 17 % 23));
        words.append("  - file: \"").append(file).append("\"\n");
        words.append("    language: ar\n");
        words.append(translated("    ", lecture));
      }
      Files.writeString(series.resolve("durus.yaml"), words);
    }
    Files.writeString(folder.resolve(ABDULLAH).resolve("durus.yaml"), scholarWords(ABDULLAH));
    return folder;
  }

  private static String scholarWords(String scholar) {
    String english = scholar.equals(SALIH) ? "Ṣāliḥ ibn Fulān" : "ʿAbd Allāh ibn Fulān";
    return String.format(
        Locale.ROOT,
        "scholar:\n  name: \"%s\"\n  translations:\n    en: \"%s\"\n",
        scholar,
        english);
  }

  private static String translated(String margin, Title title) {
    return String.format(
        Locale.ROOT,
        "%1$stitle: \"%2$s\"\n%1$stranslations:\n%1$s  en: \"%3$s\"\n",
        margin,
        title.ar(),
        title.en());
  }
}

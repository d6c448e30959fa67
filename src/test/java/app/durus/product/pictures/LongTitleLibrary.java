package app.durus.product.pictures;

import app.durus.product.server.VariableBitRateLecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * 600 lectures in 20 series, whose titles are as long as real ones: in Arabic, in English, and in
 * both.
 */
final class LongTitleLibrary {

  static final int SERIES = 20;
  static final int LECTURES_OF_A_SERIES = 30;

  private static final long DURATION_MS = 2_400;

  private static final List<String> SCHOLARS =
      List.of(
          "الشيخ العلامة عبد الرحمن بن محمد بن عبد الله بن فلان آل فلان",
          "Abū ʿAbd al-Raḥmān Muḥammad ibn ʿAbd al-ʿAzīz ibn Fulān al-Fulānī",
          "صالح بن فلان");

  private static final List<String> SERIES_TITLES =
      List.of(
          "شرح كتاب التوحيد الذي هو حق الله على العبيد مع التعليق على المسائل وبيان ما يستفاد منها",
          "Explanation of the Book of Purification from Bulūgh al-Marām, Second Reading with Questions",
          "التعليق على تفسير جزء عمّ (Tafsīr of Juzʾ ʿAmma) من أول سورة النبأ إلى آخر سورة الناس",
          "الأربعون النووية");

  private static final List<String> TITLES =
      List.of(
          "باب ما جاء في أن الغلو في قبور الصالحين يصيرها أوثانًا تعبد من دون الله وما ورد في ذلك من الأحاديث",
          "The Ruling on Combining Prayers while Travelling, and What the Scholars Say about Its Distance and Duration",
          "المقدمة",
          "قوله تعالى «إِيَّاكَ نَعْبُدُ وَإِيَّاكَ نَسْتَعِينُ» – Meaning of Worship and of Seeking Help, part two",
          "Chapter: Whoever Believes in Allāh and the Last Day Should Speak Good or Remain Silent",
          "الأسئلة والأجوبة على الدرس الماضي مع تنبيهات مهمة لطالب العلم في آداب السؤال وحسن الاستماع");

  private LongTitleLibrary() {}

  /** Writes the recordings; the folder is then ready to be imported. */
  static Path write(Path folder) throws IOException {
    for (int series = 0; series < SERIES; series++) {
      Path place =
          folder.resolve("scholar " + series % SCHOLARS.size()).resolve("series " + series);
      StringBuilder words = new StringBuilder();
      words
          .append("scholar:\n  name: ")
          .append(quoted(SCHOLARS.get(series % SCHOLARS.size())))
          .append("\nseries:\n  title: ")
          .append(quoted(SERIES_TITLES.get(series % SERIES_TITLES.size()) + ending(series)))
          .append("\nlectures:\n");
      for (int number = 1; number <= LECTURES_OF_A_SERIES; number++) {
        String file = String.format(Locale.ROOT, "%02d.mp3", number);
        VariableBitRateLecture.write(
            place.resolve(file), 64, DURATION_MS + 24L * (series * 40 + number));
        words
            .append("  - file: ")
            .append(quoted(file))
            .append("\n    title: ")
            .append(quoted(TITLES.get((series + number) % TITLES.size())))
            .append("\n    chapters:\n")
            .append(
                "      - { at: 0:00, title: " + quoted(TITLES.get(number % TITLES.size())) + " }\n")
            .append("      - { at: 0:01, title: " + quoted("Questions") + " }\n");
      }
      Files.writeString(place.resolve("durus.yaml"), words);
    }
    return folder;
  }

  /** Distinguishes series that are read again. */
  private static String ending(int series) {
    int reading = series / SERIES_TITLES.size();
    return reading == 0 ? "" : " (" + (reading + 1) + ")";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}

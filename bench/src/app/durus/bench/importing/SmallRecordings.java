package app.durus.bench.importing;

import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A library of short MP3 recordings with tags: 20 in a series, ten series of a scholar. */
final class SmallRecordings {

  private static final int IN_A_SERIES = 20;
  private static final int SERIES_OF_A_SCHOLAR = 10;

  /** Some 0.8 seconds; 6 KB. */
  private static final int FRAMES = 30;

  private SmallRecordings() {}

  static void write(Path folder, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int series = i / IN_A_SERIES;
      Path file =
          folder.resolve(
              String.format(
                  Locale.ROOT,
                  "Scholar %d/Series %d/%02d - Lecture %d.mp3",
                  series / SERIES_OF_A_SCHOLAR,
                  series,
                  i % IN_A_SERIES + 1,
                  i));
      byte[] title =
          TestTags.frame("TIT2", TestTags.text(3, "Lecture " + i, StandardCharsets.UTF_8));
      TestAudio.write(file, TestTags.id3v2(title), TestAudio.mp3(i, FRAMES));
    }
  }
}

package app.durus.proof.crash;

import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of recordings, no two of which sound the same, and what operators do to it. */
final class ImportedLibrary {

  private static final int IN_A_SERIES = 20;
  private static final int SERIES_OF_A_SCHOLAR = 5;
  private static final int FEWEST_FRAMES = 30;
  private static final int MOST_FRAMES = 200;

  /** More than a chunk, so that the store has a manifest for it. */
  private static final int FRAMES_OF_A_LONG_ONE = 10_000;

  private static final int ONE_IS_LONG_OF = 100;
  private static final int COVER_PIXELS = 800;

  private final Path folder;
  private final Random random;
  private final List<Path> files = new ArrayList<>();
  private int made;

  /**
   * @param folder is made
   * @param count how many recordings it has at first
   */
  ImportedLibrary(Path folder, int count, Random random) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.random = random;
    for (int i = 0; i < count; i++) {
      add();
    }
  }

  Path folder() {
    return folder;
  }

  /** Removes, renames and replaces a tenth of the recordings each, and adds as many. */
  void change() throws IOException {
    Collections.shuffle(files, random);
    int tenth = files.size() / 10;
    for (int i = 0; i < tenth; i++) {
      Files.delete(files.removeLast());
    }
    for (int i = 0; i < tenth; i++) {
      Path file = files.get(i);
      files.set(i, Files.move(file, file.resolveSibling("90 - Renamed " + ++made + ".mp3")));
      write(files.get(tenth + i));
    }
    for (int i = 0; i < tenth; i++) {
      add();
    }
  }

  private void add() throws IOException {
    int series = made / IN_A_SERIES;
    Path file =
        folder.resolve(
            String.format(
                Locale.ROOT,
                "Scholar %d/Series %d/%02d - Lecture %d.mp3",
                series / SERIES_OF_A_SCHOLAR,
                series,
                made % IN_A_SERIES + 1,
                made));
    write(file);
    files.add(file);
    if (made % IN_A_SERIES == 0) {
      writeCover(file.resolveSibling("cover.jpg"));
    }
    made++;
  }

  private void write(Path file) throws IOException {
    int frames =
        random.nextInt(ONE_IS_LONG_OF) == 0
            ? FRAMES_OF_A_LONG_ONE
            : random.nextInt(FEWEST_FRAMES, MOST_FRAMES);
    long seed = random.nextLong();
    byte[] title = TestTags.text(3, "Lecture " + seed, StandardCharsets.UTF_8);
    TestAudio.write(
        file, TestTags.id3v2(TestTags.frame("TIT2", title)), TestAudio.mp3(seed, frames));
  }

  private void writeCover(Path file) throws IOException {
    BufferedImage picture =
        new BufferedImage(COVER_PIXELS, COVER_PIXELS, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(random.nextInt(COVER_PIXELS), random.nextInt(COVER_PIXELS), random.nextInt());
    ImageIO.write(picture, "jpeg", file.toFile());
  }
}

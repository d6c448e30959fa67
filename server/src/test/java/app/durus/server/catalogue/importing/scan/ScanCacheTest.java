package app.durus.server.catalogue.importing.scan;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.classpath.ClassPathFolder;
import app.durus.server.covers.CoverStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unchanged file is not read again. A changed one is, whatever its time says. */
class ScanCacheTest {

  private static final String PATH = "A/One.mp3";

  @TempDir Path temporary;
  private Path library;
  private Path data;
  private Path file;

  @BeforeEach
  void aRecordingThatWasReadBefore() throws IOException {
    library = Files.createDirectory(temporary.resolve("library")).toRealPath();
    data = temporary.resolve("data");
    file = TestAudio.write(library.resolve(PATH), titled("In the file"), TestAudio.mp3(1, 50));
    keep(finding());
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws IOException {
    FolderScan.Found found = scan();
    assertThat(found.files())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.recording()).isEqualTo(finding().recording());
              assertThat(each.cover()).isNull();
            });
    assertThat(found.problems()).isEqualTo(finding().problems());
  }

  @Test
  void aFileWithAnotherTimeIsReadAgain() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(titleFound()).isEqualTo("In the file");
  }

  @Test
  void aFileRewrittenWithItsOldSizeAndTimeIsReadAgain() throws IOException {
    FileStamp before = FileStamp.of(file);
    FileTime modified = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    // The file system's clock advances in steps.
    while (FileStamp.of(file).equals(before)) {
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, modified);
    }
    assertThat(titleFound()).isEqualTo("In the file");
  }

  @Test
  void aLostPictureIsReadAgain() throws IOException {
    keep(new FileFinding(finding().recording(), "0".repeat(64), List.of()));
    assertThat(titleFound()).isEqualTo("In the file");
  }

  @Test
  void aDamagedOrForeignCacheIsIgnored() throws IOException {
    byte[] whole = Files.readAllBytes(kept());
    for (int damaged : new int[] {5, whole.length / 2, whole.length - 1}) {
      byte[] bytes = whole.clone();
      bytes[damaged] ^= 1;
      Files.write(kept(), bytes);
      assertThat(titleFound()).as("damaged at %d", damaged).isEqualTo("In the file");
    }
    Files.write(kept(), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(titleFound()).isEqualTo("In the file");
    Files.delete(kept());
    assertThat(titleFound()).isEqualTo("In the file");
  }

  @Test
  void aFileThatJustChangedIsNotCached() {
    FileStamp stamp = new FileStamp(1, 1, 0, 10_000_000_000L);
    assertThat(stamp.isSettled(11_000)).isFalse();
    assertThat(stamp.isSettled(12_001)).isTrue();
  }

  /** Tags cannot be read for a while, for instance without space for temporary files. */
  @Test
  void tagsThatCouldNotBeReadAreReadAgain() throws IOException {
    keep(
        new FileFinding(
            finding().recording(), null, List.of(new ImportProblem(PATH, AudioFile.TAGS_UNREAD))));
    scan(true);
    assertThat(titleFound()).isEqualTo("In the file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/durus/server/audio/AudioFile.class",
        "app/durus/server/audio/format/TagReader.class",
        "app/durus/server/covers/CoverStore.class",
        "app/durus/server/covers/JpegHeader.class"
      })
  void anotherVersionOfTheReaderReadsEverythingAgain(String changed) throws IOException {
    Path classes = temporary.resolve("classes");
    for (String folder : List.of("app/durus/server/audio", "app/durus/server/covers")) {
      String landmark = folder.endsWith("audio") ? "AudioFile.class" : "CoverStore.class";
      ClassPathFolder.read(ScanCache.class.getClassLoader(), folder, landmark)
          .orElseThrow()
          .forEach((name, bytes) -> write(classes.resolve(folder).resolve(name), bytes));
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      String before = ScanCache.parsers(loader);
      assertThat(before).isEqualTo(ScanCache.parsers(ScanCache.class.getClassLoader()));
      Files.write(classes.resolve(changed), new byte[1], StandardOpenOption.APPEND);
      assertThat(ScanCache.parsers(loader)).isNotEqualTo(before);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FolderScan.Found scan() throws IOException {
    return scan(false);
  }

  private FolderScan.Found scan(boolean keeps) throws IOException {
    CoverStore covers = new CoverStore(data.resolve("covers"));
    return FolderScan.of(
        library,
        data,
        new Pictures() {
          @Override
          public String idOf(byte[] picture) {
            throw new AssertionError("there is no picture");
          }

          @Override
          public boolean isHere(String id) {
            return covers.isHere(id);
          }
        },
        keeps,
        ImportProgress.UNHEARD);
  }

  private String titleFound() throws IOException {
    return scan().files().getFirst().recording().tags().title();
  }

  private void keep(FileFinding finding) throws IOException {
    ScanCache cache = ScanCache.of(data, library);
    cache.keep(PATH, new ScanCache.Entry(FileStamp.of(file), finding));
    cache.save();
  }

  private Path kept() throws IOException {
    try (var files = Files.list(data.resolve("import-cache"))) {
      return files.findFirst().orElse(data.resolve("import-cache/none"));
    }
  }

  private static FileFinding finding() {
    AudioTags tags =
        new AudioTags("Kept", List.of("Artist", "فنان"), "Album's", "Album", 2, 3, "ara");
    return new FileFinding(
        new AudioFile.Playable(
            AudioFormat.MP3,
            "a".repeat(64),
            "b".repeat(64),
            5,
            6,
            tags,
            List.of(new Chapter(0, ""), new Chapter(3, "الثاني")),
            List.of("A remark.")),
        null,
        List.of(new ImportProblem(PATH, "A remark.")));
  }

  private static byte[] titled(String title) {
    return TestTags.id3v2(
        TestTags.frame("TIT2", TestTags.text(0, title, StandardCharsets.ISO_8859_1)));
  }
}

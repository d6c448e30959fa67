package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.TagReader;
import app.durus.server.audio.format.UnsupportedSignature;
import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.audio.format.tags.Chapters;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What parsing an audio file found. */
public sealed interface AudioFile {

  /** The remark on a recording whose tags were not read, perhaps for the moment only. */
  String TAGS_UNREAD = "Its tags cannot be read; it is named after its file.";

  /**
   * A playable file.
   *
   * @param sha256 of the whole file; hashes are 64 lower-case hexadecimal digits
   * @param audioSha256 of the audio without tags, the same after renaming and retagging
   * @param durationMs computed from the audio, not from tags
   * @param tags {@link AudioTags#NONE} when they cannot be read; then there is a remark
   * @param chapters in their order, all within the sound; empty without any
   * @param remarks what the operator should know, in plain sentences
   */
  record Playable(
      AudioFormat format,
      String sha256,
      String audioSha256,
      long sizeBytes,
      long durationMs,
      AudioTags tags,
      List<Chapter> chapters,
      List<String> remarks)
      implements AudioFile {

    /**
     * Chapters that are stated elsewhere than in the file, as {@link Chapters#within} leaves them.
     */
    public List<Chapter> within(List<Chapter> stated) {
      return Chapters.within(stated, durationMs);
    }
  }

  /**
   * A file that cannot be played.
   *
   * @param why a plain sentence for the operator
   * @param forNow whether the file may be good: it changed while it was read
   */
  record Unusable(String why, boolean forNow) implements AudioFile {

    private Unusable(String why) {
      this(why, false);
    }
  }

  /**
   * Reads the file twice from its start to its end, in constant memory. Blocking.
   *
   * @throws IOException when the file cannot be read
   */
  static AudioFile inspect(Path path, AudioFormat format) throws IOException {
    return inspect(path, format, picture -> {});
  }

  /**
   * Like the other method, and also passes on the embedded picture.
   *
   * @param the format by the file's name; the content must agree
   * @param picture gets the picture's bytes, at most once, before this method returns
   */
  static AudioFile inspect(Path path, AudioFormat named, Consumer<byte[]> picture)
      throws IOException {
    long sizeBytes = Files.size(path);
    FileTime modified = Files.getLastModifiedTime(path);
    if (sizeBytes == 0) {
      return new Unusable("It is empty.");
    }
    AudioFormat format;
    AudioStream sound;
    try (FileWindow file = FileWindow.open(path)) {
      format = AudioFormat.within(file, named);
      sound = format.parse(file);
    } catch (UnusableAudio e) {
      return isUnchanged(path, sizeBytes, modified) ? new Unusable(whatElse(path, e)) : changing();
    }
    AudioHashes hashes = AudioHashes.of(path, sizeBytes, sound.regions());
    if (hashes.sizeBytes() != sizeBytes || !isUnchanged(path, sizeBytes, modified)) {
      return changing();
    }
    List<String> remarks = new ArrayList<>(sound.remarks());
    if (format != named && !(named == AudioFormat.VORBIS && format == AudioFormat.OPUS)) {
      remarks.add("Its name ends as if it were something else: it is " + format + ".");
    }
    EmbeddedMetadata tagged =
        sound.tagged() != null ? sound.tagged() : tagged(path, format, sound, remarks);
    if (tagged.picture() != null) {
      picture.accept(tagged.picture());
    }
    AudioTags tags = withLanguage(tagged.tags(), sound.language());
    return new Playable(
        format,
        hashes.file(),
        hashes.audio(),
        sizeBytes,
        sound.durationMs(),
        tags,
        Chapters.within(tagged.chapters(), sound.durationMs()),
        remarks);
  }

  private static boolean isUnchanged(Path path, long sizeBytes, FileTime modified)
      throws IOException {
    return Files.size(path) == sizeBytes && Files.getLastModifiedTime(path).equals(modified);
  }

  private static Unusable changing() {
    return new Unusable("It was written to while it was being read; import again later.", true);
  }

  private static String whatElse(Path path, UnusableAudio unusable) throws IOException {
    try (FileWindow file = FileWindow.open(path)) {
      String other = UnsupportedSignature.sentence(file);
      return other == null ? unusable.getMessage() : other;
    }
  }

  private static EmbeddedMetadata tagged(
      Path path, AudioFormat format, AudioStream sound, List<String> remarks) {
    if (sound.regions().getFirst().start() > EmbeddedMetadata.LARGEST_BYTES) {
      remarks.add("Its tags are too large to be read; it is named after its file.");
      return EmbeddedMetadata.NOTHING;
    }
    try {
      EmbeddedMetadata tagged = TagReader.read(path, format);
      if (tagged.damaged()) {
        remarks.add("Its tags are damaged in places; what can be read of them is used.");
      }
      return tagged;
    } catch (Exception | StackOverflowError e) {
      remarks.add(TAGS_UNREAD);
      return EmbeddedMetadata.NOTHING;
    }
  }

  private static AudioTags withLanguage(AudioTags tags, String language) {
    return tags.language() != null ? tags : tags.withLanguage(language);
  }
}

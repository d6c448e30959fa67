package app.durus.server.audio.format;

import app.durus.server.audio.format.mp3.ApeTag;
import app.durus.server.audio.format.mp3.Id3v2Frames;
import app.durus.server.audio.format.mp4.Mp4Chapters;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import app.durus.server.audio.format.tags.PictureKind;
import app.durus.server.audio.format.tags.TagText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.audio.mp3.MP3File;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.TagOptionSingleton;
import org.jaudiotagger.tag.id3.ID3v22Frames;
import org.jaudiotagger.tag.id3.ID3v23Frames;
import org.jaudiotagger.tag.id3.ID3v24Frames;
import org.jaudiotagger.tag.id3.ID3v2ChapterFrames;
import org.jaudiotagger.tag.id3.valuepair.TextEncoding;
import org.jaudiotagger.tag.id3.valuepair.V2GenreTypes;
import org.jaudiotagger.tag.images.Artwork;
import org.jaudiotagger.tag.reference.GenreTypes;
import org.jaudiotagger.tag.reference.Languages;
import org.jaudiotagger.tag.reference.PictureTypes;

/**
 * Reads the tags of MP3 and M4A with jaudiotagger, which is used for nothing else: our parsers
 * compute durations. jaudiotagger does not know APE tags.
 */
public final class TagReader {

  /** jaudiotagger logs every oddity of a tag. Serious ones come back as exceptions. */
  private static final Logger JAUDIOTAGGER = Logger.getLogger("org.jaudiotagger");

  static {
    JAUDIOTAGGER.setLevel(Level.OFF);
    // It makes these tables at their first use, without a lock; several threads read tags at once.
    AudioFileIO.getDefaultAudioFileIO();
    TagOptionSingleton.getInstance();
    ID3v22Frames.getInstanceOf();
    ID3v23Frames.getInstanceOf();
    ID3v24Frames.getInstanceOf();
    ID3v2ChapterFrames.getInstanceOf();
    V2GenreTypes.getInstanceOf();
    TextEncoding.getInstanceOf();
    PictureTypes.getInstanceOf();
    GenreTypes.getInstanceOf();
    Languages.getInstanceOf();
  }

  private TagReader() {}

  /**
   * @throws Exception any exception of jaudiotagger for tags that it cannot read; it throws more
   *     than it declares
   */
  public static EmbeddedMetadata read(Path path, AudioFormat format) throws Exception {
    File direct = path.toFile();
    if (direct.isFile()) {
      return read(direct, format);
    }
    return readThroughLink(path, format);
  }

  /**
   * Under a locale other than UTF-8 (a minimal container, a system service) a {@code File} cannot
   * name every path that a {@code Path} can: an Arabic name turns into question marks.
   */
  private static EmbeddedMetadata readThroughLink(Path path, AudioFormat format) throws Exception {
    Path folder = Files.createTempDirectory("durus-tags");
    Path link = folder.resolve("recording." + format.extension());
    try {
      Files.createSymbolicLink(link, path.toAbsolutePath());
      return read(link.toFile(), format);
    } finally {
      deleteQuietly(link, folder);
    }
  }

  private static void deleteQuietly(Path link, Path folder) throws IOException {
    Files.deleteIfExists(link);
    Files.deleteIfExists(folder);
  }

  /** In an MP3, ID3v2 has the most, and ID3v1 cuts off texts longer than thirty letters. */
  private static EmbeddedMetadata read(File file, AudioFormat format) throws Exception {
    AudioFile audio = AudioFileIO.readAs(file, format.extension());
    if (!(audio instanceof MP3File mp3)) {
      return new EmbeddedMetadata(
          tags(audio.getTag()), picture(audio.getTag()), Mp4Chapters.read(file.toPath()), false);
    }
    EmbeddedMetadata ape = ApeTag.read(file.toPath());
    Id3v2Frames frames = Id3v2Frames.read(file.toPath());
    boolean damaged = frames != null && frames.isDamaged();
    AudioTags id3v2 = tags(mp3.getID3v2Tag());
    byte[] picture = picture(mp3.getID3v2Tag());
    return new EmbeddedMetadata(
        (damaged ? id3v2.or(frames.tags()) : id3v2).or(ape.tags()).or(tags(mp3.getID3v1Tag())),
        picture == null ? ape.picture() : picture,
        frames == null ? List.of() : frames.chapters(),
        damaged);
  }

  private static AudioTags tags(Tag tag) {
    if (tag == null) {
      return AudioTags.NONE;
    }
    return new AudioTags(
        text(tag, FieldKey.TITLE),
        texts(tag, FieldKey.ARTIST),
        text(tag, FieldKey.ALBUM_ARTIST),
        text(tag, FieldKey.ALBUM),
        TagText.number(text(tag, FieldKey.DISC_NO)),
        TagText.number(text(tag, FieldKey.TRACK)),
        text(tag, FieldKey.LANGUAGE));
  }

  /** Null when there is none, or jaudiotagger fails to read it. */
  private static byte[] picture(Tag tag) {
    try {
      return tag == null
          ? null
          : tag.getArtworkList().stream()
              .filter(each -> each.getBinaryData() != null && each.getBinaryData().length > 0)
              .min(Comparator.comparingInt(each -> PictureKind.rank(each.getPictureType())))
              .map(Artwork::getBinaryData)
              .orElse(null);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Each value once. A frame may have several, separated by a zero. */
  private static List<String> texts(Tag tag, FieldKey key) {
    // A damaged frame may have a million values.
    Set<String> texts = new LinkedHashSet<>();
    if (tag.hasField(key)) {
      for (String value : tag.getAll(key)) {
        for (String part : value.split("\0")) {
          String text = TagText.repaired(part).strip();
          if (!text.isEmpty()) {
            texts.add(text);
          }
        }
      }
    }
    return List.copyOf(texts);
  }

  private static String text(Tag tag, FieldKey key) {
    if (!tag.hasField(key)) {
      return null;
    }
    String text = TagText.repaired(tag.getFirst(key)).strip();
    return text.isEmpty() ? null : text;
  }
}

package app.durus.server.audio.format;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import app.durus.server.audio.format.flac.FlacParser;
import app.durus.server.audio.format.mp3.Mp3Frame;
import app.durus.server.audio.format.mp3.Mp3Parser;
import app.durus.server.audio.format.mp3.Mp3Tags;
import app.durus.server.audio.format.mp4.Mp4Parser;
import app.durus.server.audio.format.ogg.OggParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The formats of recordings that are imported. Every supported browser plays MP3 and M4A. For the
 * others the client asks the browser, by their media type.
 *
 * <p>A new format is a constant here, with its parser, and its first bytes in {@link #within}. The
 * addresses of audio and the help of the command line follow. SQL checks the extensions, so a
 * migration widens the check of {@code audio_asset.extension}.
 */
public enum AudioFormat {
  MP3("mp3", "audio/mpeg", Mp3Parser::read),
  M4A("m4a", "audio/mp4", Mp4Parser::read, "m4b", "mp4", "m4v", "3gp", "3g2", "3gpp"),
  VORBIS("ogg", "audio/ogg; codecs=vorbis", OggParser::read, "oga"),
  OPUS("opus", "audio/ogg; codecs=opus", OggParser::read),
  FLAC("flac", "audio/flac", FlacParser::read);

  /** Finds the audio of a file. */
  private interface Parser {

    AudioStream parse(FileWindow file) throws IOException, UnusableAudio;
  }

  /** By all extensions that such files have, in lower case. */
  private static final Map<String, AudioFormat> BY_EXTENSION = new HashMap<>();

  static {
    for (AudioFormat format : values()) {
      BY_EXTENSION.put(format.extension, format);
      format.aliases.forEach(alias -> BY_EXTENSION.put(alias, format));
    }
  }

  private final String extension;
  private final String mediaType;
  private final Parser parser;
  private final List<String> aliases;

  /**
   * @param aliases other extensions that such files have
   */
  AudioFormat(String extension, String mediaType, Parser parser, String... aliases) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.parser = parser;
    this.aliases = List.of(aliases);
  }

  /** The extensions under which recordings are stored and served, in the order of the constants. */
  public static List<String> extensions() {
    return Stream.of(values()).map(AudioFormat::extension).toList();
  }

  /** Lower case, without the dot. */
  public String extension() {
    return extension;
  }

  /** With the codec where the container alone says too little (RFC 6381). */
  public String mediaType() {
    return mediaType;
  }

  /** The format for the extension of a file's name, in either case; empty for every other file. */
  public static Optional<AudioFormat> ofFileName(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }

  /**
   * Finds the audio of a file of this format. Blocking.
   *
   * @throws UnusableAudio when it has another format, or is not playable
   */
  public AudioStream parse(FileWindow file) throws IOException, UnusableAudio {
    return parser.parse(file);
  }

  /**
   * The format by the first bytes of a file, whatever its name is. A file with unknown first bytes
   * is parsed by the format of its name, so that the report says why it is unusable.
   */
  public static AudioFormat within(FileWindow file, AudioFormat named) throws IOException {
    long start = Mp3Tags.afterLeadingTags(file);
    if (file.hasAscii(start, "fLaC")) {
      return FLAC;
    }
    if (file.hasAscii(start, "OggS")) {
      return OggParser.isOpus(file, start) ? OPUS : VORBIS;
    }
    if (file.hasAscii(4, "ftyp")) {
      return M4A;
    }
    return Mp3Frame.at(file, start) != null ? MP3 : named;
  }
}

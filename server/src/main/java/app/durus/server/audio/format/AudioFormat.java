package app.durus.server.audio.format;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of recordings that are imported. Every supported browser plays MP3 and M4A; whether it
 * plays the others, it says itself, by their media type.
 */
public enum AudioFormat {
  MP3("mp3", "audio/mpeg"),
  M4A("m4a", "audio/mp4"),
  VORBIS("ogg", "audio/ogg; codecs=vorbis"),
  OPUS("opus", "audio/ogg; codecs=opus"),
  FLAC("flac", "audio/flac");

  /** Other names that such files have. */
  private static final Map<String, AudioFormat> ALIASES =
      Map.of(
          "oga", VORBIS, "m4b", M4A, "mp4", M4A, "m4v", M4A, "3gp", M4A, "3g2", M4A, "3gpp", M4A);

  private final String extension;
  private final String mediaType;

  AudioFormat(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  /** Lower case, without the dot. */
  public String extension() {
    return extension;
  }

  /** With the codec where the container alone says too little (RFC 6381). */
  public String mediaType() {
    return mediaType;
  }

  /** By the end of a file's name, in either case; empty for every other file. */
  public static Optional<AudioFormat> ofFileName(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    String extension = lowerCase.substring(lowerCase.lastIndexOf('.') + 1);
    if (extension.length() == lowerCase.length()) {
      return Optional.empty();
    }
    for (AudioFormat format : values()) {
      if (extension.equals(format.extension)) {
        return Optional.of(format);
      }
    }
    return Optional.ofNullable(ALIASES.get(extension));
  }

  /**
   * By what the file begins with, whatever it is called. What begins like nothing that is known is
   * taken for what it is called, and told why it is not.
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

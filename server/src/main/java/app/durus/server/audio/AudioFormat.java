package app.durus.server.audio;

import java.util.Locale;
import java.util.Optional;

/** The kinds of recordings that every supported browser plays. */
public enum AudioFormat {
  MP3("mp3", "audio/mpeg"),
  M4A("m4a", "audio/mp4");

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

  public String mediaType() {
    return mediaType;
  }

  /** By the end of a file's name, in either case; empty for every other file. */
  public static Optional<AudioFormat> ofFileName(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    for (AudioFormat format : values()) {
      if (lowerCase.endsWith("." + format.extension)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}

package app.durus.server.audio.format;

/**
 * What a recording carries beside its sound.
 *
 * @param picture its cover as it is embedded, of any format; null without one
 */
public record EmbeddedMetadata(AudioTags tags, byte[] picture) {

  public static final EmbeddedMetadata NOTHING = new EmbeddedMetadata(AudioTags.NONE, null);

  /** More than any tag that is meant well; reading it would take the memory of the import. */
  public static final long LARGEST_BYTES = 64L * 1024 * 1024;
}

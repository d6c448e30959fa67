package app.durus.server.audio.format;

/**
 * What a recording carries beside its sound.
 *
 * @param picture its cover as it is embedded, of any format; null without one
 * @param damaged whether a part of the tags cannot be read
 */
public record EmbeddedMetadata(AudioTags tags, byte[] picture, boolean damaged) {

  public static final EmbeddedMetadata NOTHING = new EmbeddedMetadata(AudioTags.NONE, null);

  /** Of tags that are whole. */
  public EmbeddedMetadata(AudioTags tags, byte[] picture) {
    this(tags, picture, false);
  }

  /** More than any tag that is meant well; reading it would take the memory of the import. */
  public static final long LARGEST_BYTES = 64L * 1024 * 1024;
}

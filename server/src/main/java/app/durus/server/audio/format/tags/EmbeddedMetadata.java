package app.durus.server.audio.format.tags;

import java.util.List;

/**
 * The metadata in an audio file.
 *
 * @param picture its cover as embedded, of any format; null for none
 * @param chapters as written, in any order and not yet limited by {@link Chapters#within}
 * @param damaged whether a part of the tags cannot be read
 */
public record EmbeddedMetadata(
    AudioTags tags, byte[] picture, List<Chapter> chapters, boolean damaged) {

  public static final EmbeddedMetadata NOTHING = new EmbeddedMetadata(AudioTags.NONE, null);

  /** Of tags that are whole, and have no chapters. */
  public EmbeddedMetadata(AudioTags tags, byte[] picture) {
    this(tags, picture, List.of(), false);
  }

  /** Larger than any sensible tag. Reading a larger one could use up the memory of the import. */
  public static final long LARGEST_BYTES = 64L * 1024 * 1024;
}

package app.durus.server.audio.format.tags;

import java.util.List;

/**
 * What a file's tags say, as written there: trimmed, never blank, null for a missing value.
 *
 * @param artists each speaker once, in the order of the tags; empty for none
 * @param albumArtist the artist of the whole album
 * @param disc its disc in the album, from 1
 * @param track its number on the disc, from 1
 * @param language as tagged, mostly an ISO 639-2 code
 */
public record AudioTags(
    String title,
    List<String> artists,
    String albumArtist,
    String album,
    Integer disc,
    Integer track,
    String language) {

  public static final AudioTags NONE = new AudioTags(null, List.of(), null, null, null, null, null);

  /** Tags of one speaker and one disc; {@code artist} may be null. */
  public AudioTags(String title, String artist, String album, Integer track, String language) {
    this(title, artist == null ? List.of() : List.of(artist), null, album, null, track, language);
  }

  /** These tags, with missing values taken from the others. */
  public AudioTags or(AudioTags others) {
    return new AudioTags(
        title == null ? others.title : title,
        artists.isEmpty() ? others.artists : artists,
        albumArtist == null ? others.albumArtist : albumArtist,
        album == null ? others.album : album,
        disc == null ? others.disc : disc,
        track == null ? others.track : track,
        language == null ? others.language : language);
  }

  /** The same tags in another language. */
  public AudioTags withLanguage(String other) {
    return new AudioTags(title, artists, albumArtist, album, disc, track, other);
  }
}

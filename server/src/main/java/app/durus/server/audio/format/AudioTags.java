package app.durus.server.audio.format;

import java.util.List;

/**
 * What a recording's tags say, as written there: trimmed, never blank, null where nothing is said.
 *
 * @param artists each speaker once, in the order of the tags; empty without any
 * @param albumArtist who the whole album is by
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

  /** Of one speaker and one disc; {@code artist} may be null. */
  public AudioTags(String title, String artist, String album, Integer track, String language) {
    this(title, artist == null ? List.of() : List.of(artist), null, album, null, track, language);
  }

  /** What these do not say, the others say. */
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

  /** The same, in another language. */
  public AudioTags withLanguage(String other) {
    return new AudioTags(title, artists, albumArtist, album, disc, track, other);
  }
}

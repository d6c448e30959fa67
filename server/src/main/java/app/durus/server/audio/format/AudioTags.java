package app.durus.server.audio.format;

/**
 * What a recording's tags say, as written there: trimmed, never blank, null where nothing is said.
 *
 * @param track its number in the album, from 1
 * @param language as tagged, mostly an ISO 639-2 code
 */
public record AudioTags(String title, String artist, String album, Integer track, String language) {

  public static final AudioTags NONE = new AudioTags(null, null, null, null, null);

  /** What these do not say, the others say. */
  public AudioTags or(AudioTags others) {
    return new AudioTags(
        title == null ? others.title : title,
        artist == null ? others.artist : artist,
        album == null ? others.album : album,
        track == null ? others.track : track,
        language == null ? others.language : language);
  }
}

package app.durus.server.audio.format.file;

import app.durus.server.audio.format.tags.EmbeddedMetadata;
import java.util.List;

/**
 * What a container says about its audio.
 *
 * @param regions where the audio without tags is, ascending
 * @param language ISO 639-2 code of the audio if the stream states it, else null
 * @param tagged the tags that the parser has met; null when they have to be read separately
 * @param remarks what an operator should know about a file that is playable nevertheless; plain
 *     sentences
 */
public record AudioStream(
    List<Region> regions,
    long durationMs,
    String language,
    EmbeddedMetadata tagged,
    List<String> remarks) {

  /** Of a container whose tags are read separately. */
  public AudioStream(List<Region> regions, long durationMs, String language, List<String> remarks) {
    this(regions, durationMs, language, null, remarks);
  }

  /** From {@code start} to before {@code end}, in bytes of the file. */
  public record Region(long start, long end) {

    public long sizeBytes() {
      return end - start;
    }
  }
}

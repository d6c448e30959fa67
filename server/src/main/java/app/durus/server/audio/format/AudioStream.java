package app.durus.server.audio.format;

import java.util.List;

/**
 * What a container says about the sound in it.
 *
 * @param regions where the audio without tags lies, ascending
 * @param language ISO 639-2 code of the sound where the stream says it, else null
 * @param tagged what the walk through the container has met of tags; null when they have to be read
 *     apart
 * @param remarks what an operator should know of a recording that is playable nevertheless; plain
 *     sentences
 */
public record AudioStream(
    List<Region> regions,
    long durationMs,
    String language,
    EmbeddedMetadata tagged,
    List<String> remarks) {

  AudioStream(List<Region> regions, long durationMs, String language, List<String> remarks) {
    this(regions, durationMs, language, null, remarks);
  }

  /** From {@code start} to before {@code end}, in bytes of the file. */
  public record Region(long start, long end) {

    long sizeBytes() {
      return end - start;
    }
  }
}

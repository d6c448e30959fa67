package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import java.nio.file.Path;

/**
 * A recording in an imported folder.
 *
 * @param path relative, with '/', in Unicode's form C
 * @param cover id of the picture that is embedded in it; null without one
 */
public record FoundFile(String path, Path location, AudioFile.Playable recording, String cover) {

  public String audioSha256() {
    return recording.audioSha256();
  }

  public AudioFormat format() {
    return recording.format();
  }
}

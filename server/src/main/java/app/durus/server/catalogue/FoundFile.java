package app.durus.server.catalogue;

import app.durus.server.audio.AudioFormat;
import app.durus.server.audio.Recording;
import java.nio.file.Path;

/**
 * A recording in an imported folder.
 *
 * @param path relative, with '/', in Unicode's form C
 * @param cover id of the picture that is embedded in it; null without one
 */
record FoundFile(String path, Path location, Recording.Playable recording, String cover) {

  String audioSha256() {
    return recording.audioSha256();
  }

  AudioFormat format() {
    return recording.format();
  }
}

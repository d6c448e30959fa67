package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.http.ServerPath;
import app.durus.server.http.files.FileRoutes;
import app.durus.server.http.files.ImmutableFile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;

/**
 * Serves audio assets and their manifests: {@code GET} and {@code HEAD} of {@code
 * /audio/<sha256>.<extension>} and the same with {@code .json}.
 *
 * <p>The content of such an address never changes (see {@link ImmutableFile}). The address is
 * matched as a hash, so that no other file can be named.
 */
public final class AudioRoutes {

  private static final String ADDRESS =
      "(?<sha256>[0-9a-f]{64})\\.(?<extension>"
          + String.join("|", AudioFormat.extensions())
          + ")(?<manifest>\\.json)?";

  private final AudioStore store;

  public AudioRoutes(AudioStore store) {
    this.store = store;
  }

  /** Answers every request under {@code /audio/}; later routes never see them. */
  public void mount(Router router) {
    FileRoutes.mount(router, ServerPath.AUDIO, ADDRESS, this::file);
  }

  private ImmutableFile file(RoutingContext context) {
    String sha256 = context.pathParam("sha256");
    AudioFormat format = AudioFormat.ofFileName("." + context.pathParam("extension")).orElseThrow();
    boolean manifest = context.pathParam("manifest") != null;
    Path file = manifest ? store.manifest(sha256, format) : store.audio(sha256, format);
    // Audio and manifest have different entity tags.
    String tag = manifest ? sha256 + ".json" : sha256;
    String mediaType = manifest ? "application/json" : format.mediaType();
    return new ImmutableFile(file, tag, mediaType);
  }
}

package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.http.ServerPath;
import app.durus.server.http.files.FileRoutes;
import app.durus.server.http.files.ImmutableFile;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

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

  private static final String MANIFEST = "application/json";

  private final AudioStore store;
  private final AudioObserver observer;

  /**
   * @param observer is told of each answer
   */
  public AudioRoutes(AudioStore store, AudioObserver observer) {
    this.store = store;
    this.observer = observer;
  }

  /** Answers every request under {@code /audio/}; later routes never see them. */
  public void mount(Router router) {
    router.route(ServerPath.AUDIO.andBelow()).handler(this::observe);
    FileRoutes.mount(router, ServerPath.AUDIO, ADDRESS, this::file);
  }

  private void observe(RoutingContext context) {
    HttpServerResponse response = context.response();
    context.addEndHandler(
        ended -> observer.answered(response.getStatusCode(), response.bytesWritten()));
    context.next();
  }

  private ImmutableFile file(RoutingContext context) {
    String sha256 = context.pathParam("sha256");
    AudioFormat format = AudioFormat.ofFileName("." + context.pathParam("extension")).orElseThrow();
    if (context.pathParam("manifest") == null) {
      return new ImmutableFile(store.audio(sha256, format), sha256, format.mediaType());
    }
    // Audio and manifest have different entity tags.
    String tag = sha256 + ".json";
    return store
        .manifestOfOneChunk(sha256, format)
        .map(manifest -> new ImmutableFile(manifest.toBuffer(), tag, MANIFEST))
        .orElseGet(() -> new ImmutableFile(store.manifest(sha256, format), tag, MANIFEST));
  }
}

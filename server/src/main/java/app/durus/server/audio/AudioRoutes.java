package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.http.files.ImmutableFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
      "\\/audio\\/(?<sha256>[0-9a-f]{64})\\.(?<extension>mp3|m4a|ogg|opus|flac)(?<manifest>\\.json)?";

  private final AudioStore store;

  public AudioRoutes(AudioStore store) {
    this.store = store;
  }

  /** Answers every request under {@code /audio/}; later routes never see them. */
  public void mount(Router router) {
    router.routeWithRegex(ADDRESS).handler(this::answer);
    router.route("/audio/*").handler(context -> end(context, 404));
  }

  private void answer(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      end(context, 405);
      return;
    }
    String sha256 = context.pathParam("sha256");
    AudioFormat format = AudioFormat.ofFileName("." + context.pathParam("extension")).orElseThrow();
    boolean manifest = context.pathParam("manifest") != null;
    Path file = manifest ? store.manifest(sha256, format) : store.audio(sha256, format);
    // Audio and manifest have different entity tags.
    String tag = manifest ? sha256 + ".json" : sha256;
    String mediaType = manifest ? "application/json" : format.mediaType();
    new ImmutableFile(file, tag, mediaType).answer(context);
  }

  private static void end(RoutingContext context, int status) {
    ImmutableFile.end(context, status);
  }
}

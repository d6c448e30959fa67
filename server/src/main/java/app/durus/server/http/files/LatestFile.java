package app.durus.server.http.files;

import app.durus.server.http.BoundedWait;
import app.durus.server.http.ServerPath;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route that leads to the present one of files that never change. The answer is the same for
 * everybody and may be kept for {@link #KEPT_SECONDS}, so a cache can answer a crowd.
 */
public final class LatestFile {

  private static final String NAME = "latest";
  private static final int KEPT_SECONDS = 15;

  /** Whoever asks has another way, by which it takes longer. */
  private static final long MOST_WAIT_MS = 5_000;

  private static final String ALLOWED_METHODS = "GET, HEAD";
  private static final Logger LOG = LoggerFactory.getLogger(LatestFile.class);

  private LatestFile() {}

  /**
   * Answers {@code <path>/latest} with 302 to a file beside it, with 404 when there is none, and
   * with 503 when it cannot be told now. Mount it before the files.
   *
   * @param file the name of the present file; completes on the caller's event loop
   */
  public static void mount(
      Router router, ServerPath path, Supplier<Future<Optional<String>>> file) {
    router.route(path.path() + "/" + NAME).handler(context -> answer(context, path, file));
  }

  private static void answer(
      RoutingContext context, ServerPath path, Supplier<Future<Optional<String>>> file) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS);
      ImmutableFile.end(context, 405);
      return;
    }
    BoundedWait.atMost(context.vertx(), MOST_WAIT_MS, file.get())
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    name -> redirect(context, path.path() + "/" + name),
                    () -> ImmutableFile.end(context, 404)))
        .onFailure(
            failure -> {
              LOG.warn(
                  "{} cannot be answered now: {}", context.request().path(), failure.toString());
              ImmutableFile.end(context, 503);
            });
  }

  private static void redirect(RoutingContext context, String location) {
    context
        .response()
        .putHeader(HttpHeaders.LOCATION, location)
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=" + KEPT_SECONDS);
    ImmutableFile.end(context, 302);
  }
}

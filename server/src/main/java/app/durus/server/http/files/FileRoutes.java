package app.durus.server.http.files;

import app.durus.server.http.ServerPath;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Routes that deliver immutable files. */
public final class FileRoutes {

  private static final String ALLOWED_METHODS = "GET, HEAD";

  private FileRoutes() {}

  /**
   * Answers every request for a path of the server and for everything below it. {@code GET} and
   * {@code HEAD} of a matching address are answered with a file, other methods with 405, and all
   * other addresses with 404.
   *
   * @param address the pattern that an address below the path must match completely, with named
   *     groups; it must not match an address outside of the folder of files
   * @param file finds the file of a matching address, by its groups as path parameters
   */
  public static void mount(
      Router router,
      ServerPath path,
      String address,
      Function<RoutingContext, ImmutableFile> file) {
    router
        .routeWithRegex(path.path().replace("/", "\\/") + "\\/" + address)
        .handler(context -> answer(context, file));
    router.route(path.andBelow()).handler(context -> ImmutableFile.end(context, 404));
  }

  private static void answer(RoutingContext context, Function<RoutingContext, ImmutableFile> file) {
    HttpMethod method = context.request().method();
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      file.apply(context).answer(context);
    } else {
      context.response().putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS);
      ImmutableFile.end(context, 405);
    }
  }
}

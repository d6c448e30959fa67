package app.durus.server.shell;

import app.durus.server.classpath.ClassPathFolder;
import app.durus.server.http.BasePath;
import app.durus.server.http.ServerPath;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Delivers the built frontend from memory. Mount it last. It answers pages of the app with {@code
 * index.html}; the app's own router then finds the view.
 *
 * <p>Files under {@code VAADIN/build/} have a hash in their names, so caches keep them for ever.
 * Caches ask again for every other file ({@code index.html}, {@code sw.js}, the manifest, icons),
 * which is cheap because of the ETag.
 */
public final class ShellHandler implements Handler<RoutingContext> {

  /** Where the Maven build puts the production bundle. */
  public static final String BUNDLE_FOLDER = "META-INF/VAADIN/webapp";

  private static final String INDEX = "index.html";

  /** Every address in the page is relative to this one, so only this tag names the base path. */
  private static final String BASE_AT_ROOT = "<base href=\"/\" />";

  private static final String HASHED = "VAADIN/build/";
  private static final String BROTLI = ".br";

  /** Where the bundle's files are. A path below it is never a page. */
  private static final String BUNDLED = "/VAADIN/";

  /** By path, with its leading slash. */
  private final Map<String, StaticContent> files;

  private final StaticContent index;
  private final String indexHtml;

  private ShellHandler(Map<String, StaticContent> files, String indexHtml) {
    this.files = Map.copyOf(files);
    this.index = files.get("/" + INDEX);
    this.indexHtml = indexHtml;
  }

  /** The text of the page that starts the app. */
  public String indexHtml() {
    return indexHtml;
  }

  /**
   * Reads a bundle, some megabytes, into memory. Blocking.
   *
   * @param folder {@link #BUNDLE_FOLDER}
   * @param basePath the path below which the app is served
   * @throws IllegalStateException when the class path has no bundle there
   */
  public static ShellHandler load(ClassLoader loader, String folder, BasePath basePath) {
    Map<String, byte[]> bundle =
        ClassPathFolder.read(loader, folder, INDEX)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The frontend was not built: there is no "
                            + folder
                            + "/"
                            + INDEX
                            + " on the class path. Run ./mvnw package first."));
    if (!basePath.equals(BasePath.ROOT)) {
      bundle = below(basePath, bundle);
    }
    return of(bundle);
  }

  private static Map<String, byte[]> below(BasePath basePath, Map<String, byte[]> bundle) {
    String page = new String(bundle.get(INDEX), StandardCharsets.UTF_8);
    if (!page.contains(BASE_AT_ROOT)) {
      throw new IllegalStateException("index.html has no " + BASE_AT_ROOT);
    }
    Map<String, byte[]> changed = new HashMap<>(bundle);
    changed.put(
        INDEX,
        page.replace(BASE_AT_ROOT, "<base href=\"" + basePath.folder() + "\" />")
            .getBytes(StandardCharsets.UTF_8));
    changed.remove(INDEX + BROTLI);
    return changed;
  }

  private static ShellHandler of(Map<String, byte[]> bundle) {
    Map<String, StaticContent> files = new HashMap<>();
    bundle.forEach(
        (path, bytes) -> {
          if (!isEncodingOfAnother(path, bundle)) {
            files.put(
                "/" + path,
                new StaticContent(
                    MediaTypes.of(path), cacheControl(path), bytes, bundle.get(path + BROTLI)));
          }
        });
    return new ShellHandler(files, new String(bundle.get(INDEX), StandardCharsets.UTF_8));
  }

  private static boolean isEncodingOfAnother(String path, Map<String, byte[]> bundle) {
    return path.endsWith(BROTLI)
        && bundle.containsKey(path.substring(0, path.length() - BROTLI.length()));
  }

  private static String cacheControl(String path) {
    return path.startsWith(HASHED) ? "public,max-age=31536000,immutable" : "no-cache";
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      refuse(request, 405);
      return;
    }
    StaticContent file = files.get(context.normalizedPath());
    if (file != null) {
      file.answer(request);
    } else if (isPage(context.normalizedPath(), request)) {
      index.answer(request);
    } else {
      refuse(request, 404);
    }
  }

  private static void refuse(HttpServerRequest request, int status) {
    request.response().setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
  }

  private static boolean isPage(String path, HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    boolean wantsPage = accept != null && accept.contains("text/html");
    boolean namesFile = path.substring(path.lastIndexOf('/') + 1).contains(".");
    boolean belongsToServer = ServerPath.includes(path) || (path + "/").startsWith(BUNDLED);
    return path.equals("/") || wantsPage && !namesFile && !belongsToServer;
  }
}

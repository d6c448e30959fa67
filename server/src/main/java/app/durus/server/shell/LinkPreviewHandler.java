package app.durus.server.shell;

import app.durus.server.http.BasePath;
import app.durus.server.http.BoundedWait;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the page of a lecture, a series or a scholar with {@code index.html} that has Open Graph
 * tags in its head, so that a link to it is shown with title and picture where it is shared.
 * Programs that read these tags run no scripts, and many ask for no media type. Mount it before the
 * {@link ShellHandler}, which answers whatever has no preview: a page never waits long for one, and
 * never fails for want of one. The page of a lecture also has a player and the lecture's rows.
 */
public final class LinkPreviewHandler implements Handler<RoutingContext> {

  /** The page is sent without a preview when the database needs longer than this. */
  private static final long MOST_MS = 500;

  private static final Pattern PAGE =
      Pattern.compile(
          "/(lectures|series|scholars)/"
              + "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

  /**
   * What the app needs next is not requested before its first script asks for it: on a slow line it
   * would take most of the line from the player.
   */
  private static final Pattern PRELOADS =
      Pattern.compile("[ \\t]*<link rel=\"(?:module)?preload\"[^>]*>\\R?");

  private static final String HEAD_END = "</head>";
  private static final String BODY_END = "</body>";
  private static final String SITE = "Salafi Durus";

  private final String index;
  private final BasePath basePath;
  private final BiFunction<String, UUID, Future<Optional<LinkPreview>>> previews;

  /**
   * @param index the text of {@code index.html}
   * @param basePath the path below which the app is served
   * @param previews finds the preview of a page by the first part of its path, such as {@code
   *     lectures}, and its id; empty when there is no such page; completes on the caller's event
   *     loop
   */
  public LinkPreviewHandler(
      String index,
      BasePath basePath,
      BiFunction<String, UUID, Future<Optional<LinkPreview>>> previews) {
    this.index = index;
    this.basePath = basePath;
    this.previews = previews;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Matcher page = PAGE.matcher(context.normalizedPath());
    boolean isRead = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    if (!isRead || !page.matches()) {
      context.next();
      return;
    }
    BoundedWait.atMost(
            context.vertx(), MOST_MS, previews.apply(page.group(1), UUID.fromString(page.group(2))))
        .otherwise(Optional.empty())
        .onSuccess(
            preview ->
                preview.ifPresentOrElse(
                    found -> page(found, request).answer(request), context::next));
  }

  private StaticContent page(LinkPreview preview, HttpServerRequest request) {
    String origin = request.scheme() + "://" + request.authority();
    String tags =
        tag("og:site_name", SITE)
            + tag("og:type", "website")
            + tag("og:title", preview.title())
            + tag("og:description", preview.description())
            + tag("og:url", origin + basePath.absolute(request.path()))
            + tag("og:image", origin + basePath.absolute(preview.picture()));
    String html = index.replace(HEAD_END, tags + HEAD_END);
    if (preview.lecture() != null) {
      html = PRELOADS.matcher(html).replaceAll("");
      html = html.replace(BODY_END, player(preview.title(), preview.lecture()) + BODY_END);
    }
    return StaticContent.text("text/html; charset=utf-8", html);
  }

  /**
   * The rows are a data block, which no policy takes for a script. A player of the browser's own
   * plays the lecture until the app has arrived and takes over.
   */
  private static String player(String title, LinkPreview.LinkedLecture lecture) {
    return String.format(
        Locale.ROOT,
        """
        <script type="application/json" id="linked-rows">%s</script>
        <div id="linked-lecture">
          <p class="linked-lecture-title"><bdi>%s</bdi></p>
          <p><bdi>%s</bdi></p>
          <audio controls preload="metadata" src="%s" aria-label="%s"></audio>
        </div>
        """,
        lecture.rows().replace("<", "\\u003c"),
        escaped(title),
        escaped(lecture.by()),
        escaped(lecture.audio()),
        escaped(title));
  }

  private static String tag(String property, String content) {
    return "<meta property=\"" + property + "\" content=\"" + escaped(content) + "\" />\n";
  }

  /** For the value of an attribute in double quotes. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}

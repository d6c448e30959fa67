package app.durus.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.RunningServer;
import app.durus.server.http.BasePath;
import app.durus.server.shell.LinkPreview.LinkedLecture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPreviewHandlerTest {

  private static final String INDEX =
      """
      <html><head><title>The app</title>
      <script type="module" src="./first.js"></script>
      <link rel="modulepreload" crossorigin href="./app.js">
      <link rel="preload" as="style" href="./app.css">
      </head><body></body></html>
      """;

  private static final UUID LECTURE = new UUID(1, 1);
  private static final UUID FAILING = new UUID(1, 2);
  private static final UUID SILENT = new UUID(1, 3);

  private static Vertx vertx;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    ShellHandler shell =
        ShellHandler.load(
            LinkPreviewHandlerTest.class.getClassLoader(),
            "app/durus/server/shell/webapp",
            BasePath.ROOT);
    server =
        RunningServer.of(
            vertx,
            router -> {
              router
                  .route()
                  .handler(
                      new LinkPreviewHandler(INDEX, BasePath.ROOT, LinkPreviewHandlerTest::of));
              router.route().handler(shell);
            });
  }

  @AfterAll
  static void stop() {
    server.close();
    vertx.close().await();
  }

  private static Future<Optional<LinkPreview>> of(String pages, UUID id) {
    if (id.equals(FAILING)) {
      return Future.failedFuture("the database is away");
    }
    if (id.equals(SILENT)) {
      return Promise.<Optional<LinkPreview>>promise().future();
    }
    return Future.succeededFuture(
        id.equals(LECTURE) && pages.equals("lectures")
            ? Optional.of(
                new LinkPreview(
                    "<b> \"Patience\" & more",
                    "الصبر · A Scholar",
                    "/covers/abc-768.jpg",
                    new LinkedLecture(
                        "A Series & more", "audio/abc.mp3", "{\"title\":\"</script><b>\"}")))
            : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "*/*"})
  void theHeadOfALinkedPageHasItsTitleAndPictureEscaped(String accept) {
    HttpResponse<String> page = server.get("/lectures/" + LECTURE, "Accept", accept);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("ETag")).isPresent();
    String head = page.body().substring(0, page.body().indexOf("</head>"));
    assertThat(head)
        .contains(
            "<meta property=\"og:title\" content=\"&lt;b&gt; &quot;Patience&quot; &amp; more\" />")
        .contains("<meta property=\"og:description\" content=\"الصبر · A Scholar\" />")
        .containsPattern("og:image\" content=\"http://[^/\"]+/covers/abc-768.jpg\"")
        .containsPattern("og:url\" content=\"http://[^/\"]+/lectures/" + LECTURE + "\"");
  }

  @Test
  void thePageOfALectureHasAPlayerAndItsRowsEscaped() {
    String page = server.get("/lectures/" + LECTURE, "Accept", "text/html").body();
    String body = page.substring(page.indexOf("<body>"));

    assertThat(body)
        .contains("<audio controls preload=\"metadata\" src=\"audio/abc.mp3\"")
        .contains("<bdi>&lt;b&gt; &quot;Patience&quot; &amp; more</bdi>")
        .contains("<bdi>A Series &amp; more</bdi>")
        .contains(
            "<script type=\"application/json\" id=\"linked-rows\">"
                + "{\"title\":\"\\u003c/script>\\u003cb>\"}</script>");
  }

  @Test
  void onThePageOfALectureThePlayerDoesNotShareTheLineWithThePreloads() {
    String page = server.get("/lectures/" + LECTURE, "Accept", "text/html").body();

    assertThat(page).contains("./first.js").doesNotContain("preload\"").contains("og:title");
  }

  @Test
  void whatHasNoPreviewIsThePageAsItIs() {
    String plain = server.get("/somewhere", "Accept", "text/html").body();
    for (String path :
        new String[] {
          "/lectures/" + new UUID(9, 9),
          "/series/" + LECTURE,
          "/lectures/" + FAILING,
          "/lectures/" + SILENT,
          "/lectures/no-id"
        }) {
      HttpResponse<String> page = server.get(path, "Accept", "text/html");
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).as(path).isEqualTo(plain);
    }
  }
}

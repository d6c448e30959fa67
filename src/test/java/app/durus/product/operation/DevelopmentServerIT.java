package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.browser.Browser;
import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import app.durus.server.processes.Ports;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/** The development server, {@code npm run dev}, beside the packaged product. */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class DevelopmentServerIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String SERIES = "A Series with a Cover";

  private static final String COVER = "img[src*='covers/']";

  /** The pictures that the page shows, and how wide they are once they are decoded. */
  private static final String COVERS =
      """
      const done = arguments[arguments.length - 1];
      const covers = [...document.querySelectorAll("img[src*='covers/']")];
      Promise.all(covers.map((image) => image.decode().then(() => image.naturalWidth)))
        .then(done, (fault) => done([String(fault)]));
      """;

  /** A part of the first recording in the catalogue. */
  private static final String RANGE =
      """
      const done = arguments[arguments.length - 1];
      const range = async () => {
        const headers = { 'Content-Type': 'application/json' };
        const asked = { method: 'POST', headers, body: '{"cursor":0}' };
        const catalogue = await (await fetch('/connect/CatalogueEndpoint/changes', asked)).text();
        const [, url] = /"url":"([^"]+)"/.exec(catalogue);
        const response = await fetch(url, { headers: { Range: 'bytes=100-299' } });
        const bytes = await response.arrayBuffer();
        return `${response.status} ${response.headers.get('Content-Range')} ${bytes.byteLength}`;
      };
      range().then(done, (fault) => done(String(fault)));
      """;

  /** Addresses that were answered with an error. */
  private static final String FAILED =
      """
      return performance.getEntriesByType('resource')
        .filter(({ responseStatus }) => responseStatus >= 400)
        .map(({ name, responseStatus }) => `${responseStatus} ${name}`);
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("npm run dev serves all that the app requests: Home with a picture, and audio")
  void servesTheApp() throws Exception {
    try (Product product = productWithCover();
        DevelopmentServer server =
            DevelopmentServer.start(folder.resolve("dev.log"), Ports.free(), product);
        Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE)) {
      browser.open(server.url() + "/");
      browser.find("heading", "Home");
      browser.awaitText(SERIES);
      browser.await(
          "a cover on Home",
          () ->
              (Boolean)
                  browser.script("return document.querySelector(arguments[0]) !== null", COVER));

      assertThat((List<?>) browser.asyncScript(COVERS))
          .as("widths of the covers on Home\n%s", server.log())
          .isNotEmpty()
          .allSatisfy(width -> assertThat(width).isInstanceOf(Long.class).isNotEqualTo(0L));
      assertThat(browser.asyncScript(RANGE)).isEqualTo("206 bytes 100-299/384000 200");
      assertThat((List<?>) browser.script(FAILED)).as("failed requests").isEmpty();
      assertThat(browser.errors()).as("errors on the console\n%s", server.log()).isEmpty();
    }
  }

  @Test
  @DisplayName("a worker that the product left at that address unregisters itself for npm run dev")
  void anOlderWorkerUnregisters() throws Exception {
    try (Browser browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE);
        Product product = Product.startEmpty(folder.resolve("data"))) {
      int port = Ports.free();
      String address = "http://127.0.0.1:" + port + "/";
      try (Product before = Product.startAt(folder.resolve("before"), port)) {
        assertThat(before.url()).endsWith(":" + port);
        browser.open(address);
        browser.await(
            "a worker",
            () -> (Boolean) browser.script("return navigator.serviceWorker.controller !== null"));
      }
      try (DevelopmentServer server =
          DevelopmentServer.start(folder.resolve("dev.log"), port, product)) {
        assertThat(server.url() + "/").isEqualTo(address);
        browser.open(address);
        browser.await(
            "the app from Vite, without a worker",
            () ->
                (Boolean)
                    browser.script(
                        """
                        return navigator.serviceWorker.controller === null
                          && document.querySelector('script[src="/@vite/client"]') !== null;
                        """));
        browser.find("heading", "Home");
      }
    }
  }

  private Product productWithCover() throws IOException, InterruptedException {
    Path library = folder.resolve("library");
    Path series = library.resolve("A Teacher").resolve(SERIES);
    LongLecture.write(series.resolve("01 - First.mp3"), 1, 384_000);
    BufferedImage cover = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = cover.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillRect(0, 0, 300, 300);
    pen.dispose();
    ImageIO.write(cover, "png", series.resolve("cover.png").toFile());
    Product product = Product.startEmpty(folder.resolve("data"));
    Product.Ended ended = product.run("import", library.toString());
    if (ended.status() != 0) {
      product.close();
      throw new IllegalStateException(ended.output());
    }
    return product;
  }
}

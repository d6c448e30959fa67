package app.durus.proof.downloads;

import app.durus.product.browser.Browser;
import app.durus.product.server.CuttableProxy;
import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import app.durus.server.processes.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.openqa.selenium.Dimension;

/** A server with long recordings, one browser profile, and a proxy between them. */
final class DownloadHarness implements AutoCloseable {

  static final String FIRST = "A Long Lecture";
  static final String SECOND = "Another Long Lecture";

  private static final Dimension DESKTOP = new Dimension(1280, 800);

  private final Path folder;
  private final Product product;
  private final CuttableProxy proxy;
  private Browser browser;

  private DownloadHarness(Path folder, Product product, CuttableProxy proxy) {
    this.folder = folder;
    this.product = product;
    this.proxy = proxy;
  }

  static DownloadHarness start(Path folder, long seed, long sizeBytes) throws Exception {
    Product product = Product.start(folder.resolve("data"));
    DownloadHarness harness =
        new DownloadHarness(folder, product, new CuttableProxy(Ports.free(), product.port()));
    LongLecture.write(harness.file(FIRST), seed, sizeBytes);
    LongLecture.write(harness.file(SECOND), seed + 1_000_000, Math.min(sizeBytes, 24_000_000));
    harness.importRecordings();
    return harness;
  }

  Product product() {
    return product;
  }

  CuttableProxy proxy() {
    return proxy;
  }

  Browser browser() {
    return browser;
  }

  /** The operator's file of a lecture. */
  Path file(String title) {
    String number = title.equals(FIRST) ? "01" : "02";
    return folder.resolve("library/A Scholar/A Series/" + number + " - " + title + ".mp3");
  }

  void importRecordings() throws IOException, InterruptedException {
    Product.Ended ended = product.run("import", folder.resolve("library").toString());
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
  }

  /** The address of a lecture's page. */
  String page(String title) throws SQLException, IOException {
    String id = product.ask("SELECT id FROM lecture WHERE title = '" + title + "'").orElseThrow();
    return proxy.url() + "/lectures/" + id;
  }

  void startBrowser(String page) throws IOException {
    browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, DESKTOP);
    browser.open(page);
  }

  void killBrowser() throws InterruptedException {
    browser.kill();
    browser = null;
  }

  /** Cuts the network, as in an aeroplane. */
  void goOffline() throws IOException {
    proxy.cut();
  }

  void goOnline() throws IOException {
    proxy.allow(Long.MAX_VALUE);
    proxy.mend();
  }

  @Override
  public void close() throws IOException {
    if (browser != null) {
      browser.close();
    }
    proxy.close();
    product.close();
  }
}

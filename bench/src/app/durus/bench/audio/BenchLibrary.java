package app.durus.bench.audio;

import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The packaged product with one recording of 200 MB and one of 20 MB. */
public final class BenchLibrary implements AutoCloseable {

  public static final String LONG = "A Long Lecture";
  public static final String SHORT = "A Short Lecture";

  private final Product product;
  private final Path folder;

  private BenchLibrary(Product product, Path folder) {
    this.product = product;
    this.folder = folder;
  }

  public static BenchLibrary start(Path folder) throws IOException, InterruptedException {
    BenchLibrary library = new BenchLibrary(Product.start(folder.resolve("data")), folder);
    LongLecture.write(library.file("01", LONG), 1, 200_000_000);
    LongLecture.write(library.file("02", SHORT), 2, 20_000_000);
    Product.Ended ended = library.product.run("import", folder.resolve("library").toString());
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
    return library;
  }

  Product product() {
    return product;
  }

  /** The address where a service worker handles requests. */
  String appUrl() {
    return product.url();
  }

  /** The same server under another name, which has no worker. */
  public String plainUrl() {
    return "http://127.0.0.1:" + product.port();
  }

  public String audioPath(String title) throws SQLException, IOException {
    return "/audio/" + sha256(title) + ".mp3";
  }

  /** The delivered file. */
  public Path stored(String title) throws SQLException, IOException {
    String sha256 = sha256(title);
    return folder.resolve("data/audio/" + sha256.substring(0, 2) + "/" + sha256 + ".mp3");
  }

  public String page(String title) throws SQLException, IOException {
    return appUrl()
        + "/lectures/"
        + product.ask("SELECT id FROM lecture WHERE title = '" + title + "'").orElseThrow();
  }

  @Override
  public void close() {
    product.close();
  }

  private String sha256(String title) throws SQLException, IOException {
    return product
        .ask(
            "SELECT sha256 FROM audio_asset JOIN lecture ON primary_asset_id = audio_asset.id"
                + " WHERE title = '"
                + title
                + "'")
        .orElseThrow();
  }

  private Path file(String number, String title) {
    return folder.resolve("library/A Scholar/A Series/" + number + " - " + title + ".mp3");
  }
}

package app.durus.bench.catalogue;

import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The packaged product with a catalogue of some size. One lecture is imported with its recording.
 * The others are written into the tables as an import writes them: thirty lectures in a series, ten
 * series of a scholar, revisions in the importer's order.
 */
final class BenchCatalogue implements AutoCloseable {

  static final String LINKED = "A Lecture with a Recording";

  private static final long RECORDING_BYTES = 5_000_000;
  private static final int LECTURES_OF_A_SERIES = 30;
  private static final int SERIES_OF_A_SCHOLAR = 10;

  private static final String FILL =
      """
      BEGIN;
      CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
        md5(kind || number)::uuid;
      CREATE TEMPORARY TABLE size ON COMMIT DROP AS
        SELECT %1$d AS lectures, ceil(%1$d / %2$d.0)::int AS series,
          ceil(%1$d / %2$d.0 / %3$d)::int AS scholars, (SELECT revision FROM catalogue) AS revision;
      INSERT INTO library (id, root) VALUES (bench_id('library', 0), '/bench');
      INSERT INTO scholar (id, name, published, revision)
      SELECT bench_id('scholar', n), 'الشيخ عبد الرحمن بن محمد ' || n, true, revision + n + 1
      FROM size, generate_series(0, scholars - 1) n;
      INSERT INTO series (id, scholar_id, title, published, revision)
      SELECT bench_id('series', n), bench_id('scholar', n / %3$d),
        'شرح كتاب التوحيد وبيان معانيه ' || n, true, revision + scholars + n + 1
      FROM size, generate_series(0, series - 1) n;
      INSERT INTO lecture (
        id, library_id, path, scholar_id, series_id, number, title, language, primary_asset_id,
        published, revision)
      SELECT bench_id('lecture', n), bench_id('library', 0), n || '.mp3',
        bench_id('scholar', n / %2$d / %3$d), bench_id('series', n / %2$d), n %% %2$d + 1,
        'الدرس في باب فضل العلم وآداب طالبه رقم ' || n, 'ar', bench_id('asset', n), true,
        revision + scholars + series + lectures + n + 1
      FROM size, generate_series(0, lectures - 1) n;
      INSERT INTO audio_asset (
        id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
      SELECT bench_id('asset', n), bench_id('lecture', n),
        encode(sha256(('file' || n)::bytea), 'hex'), encode(sha256(('audio' || n)::bytea), 'hex'),
        20000000 + n, 2400000 + n, 'mp3', revision + scholars + series + n + 1
      FROM size, generate_series(0, lectures - 1) n;
      UPDATE catalogue SET revision = catalogue.revision + scholars + series + 2 * lectures FROM size;
      COMMIT;
      ANALYZE
      """;

  private final Product product;
  private final int lectures;

  private BenchCatalogue(Product product, int lectures) {
    this.product = product;
    this.lectures = lectures;
  }

  /** Returns when a visitor is given a snapshot of all lectures. */
  static BenchCatalogue start(Path folder, int lectures)
      throws IOException, InterruptedException, SQLException {
    Product product = Product.startEmpty(folder.resolve("data"));
    Path library = folder.resolve("library");
    LongLecture.write(
        library.resolve("A Scholar/A Series/01 - " + LINKED + ".mp3"), 1, RECORDING_BYTES);
    Product.Ended ended = product.run("import", library.toString());
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
    product.execute(
        String.format(Locale.ROOT, FILL, lectures - 1, LECTURES_OF_A_SERIES, SERIES_OF_A_SCHOLAR));
    // A snapshot of fewer lectures may be there already.
    product.stop();
    product.startAgain();
    BenchCatalogue catalogue = new BenchCatalogue(product, lectures);
    catalogue.awaitSnapshot();
    return catalogue;
  }

  private void awaitSnapshot() {
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      Eventually.get("a snapshot", () -> statusOf(client), status -> status == 200);
    }
  }

  private int statusOf(HttpClient client) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/catalogue/latest"))
            .header("Accept-Encoding", "gzip")
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int lectures() {
    return lectures;
  }

  String url() {
    return product.url();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + product.port());
  }

  /** The path of the page of the lecture with a recording. */
  String linkedPath() throws SQLException {
    return "/lectures/"
        + product.ask("SELECT id FROM lecture WHERE title = '" + LINKED + "'").orElseThrow();
  }

  String audioPath() throws SQLException {
    return "/audio/"
        + product
            .ask(
                "SELECT sha256 FROM audio_asset JOIN lecture ON primary_asset_id = audio_asset.id"
                    + " WHERE title = '"
                    + LINKED
                    + "'")
            .orElseThrow()
        + ".mp3";
  }

  @Override
  public void close() {
    product.close();
  }
}

package app.durus.server.catalogue.importing;

import app.durus.contract.catalogue.AudioAsset;
import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports real files into a real database. Every test has a folder, recordings and a catalogue of
 * its own; revisions go on from test to test.
 */
@ExtendWith(PostgresExtension.class)
abstract class FolderImportFixture {

  private static long seeds;

  @TempDir Path temporary;
  Vertx vertx;
  Pool pool;
  Path folder;
  Path stored;
  Path covers;
  CatalogueApi api;
  long cursor;

  @BeforeEach
  void anEmptyFolder(TestDatabase database) throws IOException {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    // Scholars and series of one name are one, whichever library they come from.
    pool.query("TRUNCATE library, scholar, series, lecture, audio_asset CASCADE").execute().await();
    api = new CatalogueApi(new PgCatalogue(pool));
    folder = Files.createDirectory(temporary.resolve("My recordings"));
    stored = temporary.resolve("data/audio");
    covers = temporary.resolve("data/covers");
    cursor = revision();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  Path write(String path) throws IOException {
    return TestAudio.write(PathText.resolve(folder, path), recording(50));
  }

  /** Audio that no other file of these tests has. */
  static byte[] recording(int frames) {
    return TestAudio.mp3(++seeds, frames);
  }

  /** A seed that no other recording of these tests has. */
  static long seed() {
    return ++seeds;
  }

  CatalogueImporter importer() {
    return importer(temporary.resolve("data"));
  }

  CatalogueImporter importer(Path data) {
    return new CatalogueImporter(
        vertx, new PgCatalogue(pool), new AudioStore(stored), new CoverStore(covers), data);
  }

  ImportReport run() {
    return importer().run(folder).await();
  }

  ImportReport run(ImportOptions options) {
    return importer().run(folder, options, ImportProgress.UNHEARD).await();
  }

  /** Imports even when more than half of the lectures are withdrawn. */
  ImportReport runWithdrawing() {
    return run(new ImportOptions(false, true));
  }

  /** What this test changed. */
  CatalogueChanges changes() {
    return api.changes(cursor).await();
  }

  Map<String, Lecture> lectures() {
    return changes().lectures().stream()
        .collect(Collectors.toMap(Lecture::title, Function.identity()));
  }

  AudioAsset assetOf(CatalogueChanges page, String title) {
    Lecture lecture = lectures().get(title);
    return page.assets().stream()
        .filter(asset -> asset.id().equals(lecture.assetId()))
        .findFirst()
        .orElseThrow();
  }

  long revision() {
    return pool.preparedQuery("SELECT revision FROM catalogue")
        .execute(Tuple.tuple())
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  Map<String, Long> modifiedFiles() throws IOException {
    Map<String, Long> modified = new TreeMap<>();
    try (Stream<Path> files = Files.walk(stored)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        modified.put(
            stored.relativize(file).toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return modified;
  }
}

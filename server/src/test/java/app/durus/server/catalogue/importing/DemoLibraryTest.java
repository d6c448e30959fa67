package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class DemoLibraryTest {

  @TempDir Path temporary;

  @Test
  void theDemoLibraryIsImportedCompletely(TestDatabase database) {
    Vertx vertx = Vertx.vertx();
    try {
      PgCatalogue catalogue = new PgCatalogue(database.pool(vertx));
      Path folder = new DemoLibrary(vertx).unpackTo(temporary.resolve("demo")).await();
      ImportReport report = importer(vertx, catalogue).run(folder).await();
      assertThat(report.problems()).isEmpty();

      CatalogueChanges page = new CatalogueApi(catalogue).changes(0).await();
      assertThat(page.scholars()).hasSize(2);
      assertThat(page.series()).hasSize(3);
      Map<String, Long> languages =
          page.lectures().stream()
              .collect(Collectors.groupingBy(Lecture::language, Collectors.counting()));
      assertThat(languages).isEqualTo(Map.of("en", 6L, "ar", 5L));
      assertThat(page.lectures())
          .extracting(Lecture::title)
          .contains("حسن الاستماع", "On Gratitude");
      assertThat(page.assets()).allMatch(asset -> asset.durationMs() > 40_000);
      assertThat(page.assets())
          .extracting(asset -> asset.mediaType())
          .contains("audio/mpeg", "audio/mp4");
      long sizeBytes = page.assets().stream().mapToLong(asset -> asset.sizeBytes()).sum();
      assertThat(sizeBytes).isLessThan(8_000_000);
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void theDemoLibraryIsTheSameLibraryInAnyFolder(TestDatabase database) {
    Vertx vertx = Vertx.vertx();
    try {
      CatalogueImporter importer = importer(vertx, new PgCatalogue(database.pool(vertx)));
      DemoLibrary demo = new DemoLibrary(vertx);
      importer.run(demo.unpackTo(temporary.resolve("here")).await()).await();
      Path there = demo.unpackTo(temporary.resolve("there")).await();
      assertThat(importer.run(there).await())
          .isEqualTo(new ImportReport(0, 0, 11, 0, 0, 0, List.of()));
    } finally {
      vertx.close().await();
    }
  }

  private CatalogueImporter importer(Vertx vertx, PgCatalogue catalogue) {
    return new CatalogueImporter(
        vertx,
        catalogue,
        new AudioStore(temporary.resolve("audio")),
        new CoverStore(temporary.resolve("covers")),
        temporary.resolve("data"));
  }

  @Test
  void unpackingAgainRewritesOnlyDifferentFiles() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var demo = new DemoLibrary(vertx);
      Path folder = demo.unpackTo(temporary.resolve("demo")).await();
      Path kept = PathText.resolve(folder, DemoLibrary.entries().get(0).path());
      Path damaged = PathText.resolve(folder, DemoLibrary.entries().get(8).path());
      FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
      Files.setLastModifiedTime(kept, longAgo);
      Files.write(damaged, new byte[3]);
      demo.unpackTo(folder).await();
      assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
      assertThat(Files.size(damaged)).isGreaterThan(100_000);
    } finally {
      vertx.close().await();
    }
  }
}

package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.snapshot.CatalogueSnapshotApi;
import app.durus.server.catalogue.snapshot.SnapshotFiles;
import app.durus.server.catalogue.snapshot.SnapshotFiles.Snapshot;
import app.durus.server.catalogue.snapshot.Snapshots;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot's file against the pages of the same catalogue. */
@ExtendWith(PostgresExtension.class)
class CatalogueSnapshotTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS = List.of("scholars", "series", "lectures", "assets");
  private static final UUID LIBRARY = new UUID(7, 7);

  @TempDir Path folder;
  private Vertx vertx;
  private Pool pool;
  private CatalogueApi api;

  @BeforeEach
  void aCatalogue(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    api = new CatalogueApi(new PgCatalogue(pool));
    pool.query(
            "TRUNCATE scholar, series, lecture, audio_asset, library; UPDATE catalogue SET"
                + " revision = 0")
        .execute()
        .await();
    pool.withTransaction(
            connection ->
                new CatalogueTables(connection)
                    .keep(new Catalogue.Library(LIBRARY, "/library", null))
                    .compose(kept -> new CatalogueTables(connection).write(rows())))
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** 3 scholars, one without lectures; 20 series of 30 lectures; 50 single lectures. */
  private static CatalogueRows rows() {
    List<ScholarRow> scholars = new ArrayList<>();
    List<SeriesRow> series = new ArrayList<>();
    List<LectureRow> lectures = new ArrayList<>();
    List<AssetRow> assets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      scholars.add(new ScholarRow(new UUID(1, i), "معلّم " + i, true));
    }
    DisplayMetadata shown =
        new DisplayMetadata(
            "Two\nlines", "c".repeat(64), List.of(new DisplayMetadata.Translated("en", "A", null)));
    for (int i = 0; i < 20; i++) {
      UUID id = new UUID(2, i);
      series.add(new SeriesRow(id, new UUID(1, i % 2), "Series " + i, shown, i != 19));
      for (int number = 1; number <= 30; number++) {
        lectures.add(lecture(3 + i, number, new UUID(1, i % 2), id));
      }
    }
    for (int i = 0; i < 50; i++) {
      lectures.add(lecture(100, i, new UUID(1, 0), null));
    }
    for (LectureRow lecture : lectures) {
      assets.add(asset(lecture.assetId(), lecture.id(), "a"));
    }
    // A recording that was replaced may become the present one again.
    assets.add(asset(new UUID(6, 1), lectures.getFirst().id(), "d"));
    return new CatalogueRows(scholars, series, lectures, assets);
  }

  private static LectureRow lecture(long high, int number, UUID scholar, UUID series) {
    UUID id = new UUID(high, number);
    return new LectureRow(
        id,
        LIBRARY,
        high + "/" + number,
        scholar,
        series,
        series == null ? 0 : number,
        "Lecture " + number,
        "ar",
        new UUID(high + 1_000, number),
        number != 7);
  }

  private static AssetRow asset(UUID id, UUID lectureId, String hash) {
    return new AssetRow(
        id, lectureId, hash.repeat(64), "b".repeat(64), 1_000, 60_000, AudioFormat.MP3);
  }

  private List<JsonNode> snapshot() throws IOException {
    Snapshots snapshots =
        new Snapshots(
            vertx,
            new PgSnapshotSource(pool),
            new SnapshotFiles(folder),
            new CatalogueSnapshotApi(),
            Batcher.on(vertx.getOrCreateContext()));
    Snapshot made = snapshots.latest().await().orElseThrow();
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(folder.resolve(made.name() + ".ndjson.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private Map<String, JsonNode> rowsOfPages() throws IOException {
    Map<String, JsonNode> rows = new HashMap<>();
    JsonNode page;
    long cursor = 0;
    do {
      page = JSON.readTree(JSON.writeValueAsBytes(api.changes(cursor).await()));
      cursor = page.get("cursor").asLong();
      collect(page, rows);
    } while (page.get("more").asBoolean());
    return rows;
  }

  private static void collect(JsonNode page, Map<String, JsonNode> rows) {
    for (String kind : KINDS) {
      for (JsonNode row : page.get(kind)) {
        assertThat(rows.put(kind + row.get("id").asText(), row)).as("sent once").isNull();
      }
    }
  }

  @Test
  @DisplayName("R17.3: a snapshot holds every row of the pages once, and no other")
  void aSnapshotHoldsTheRowsOfThePages() throws IOException {
    List<JsonNode> lines = snapshot();
    Map<String, JsonNode> rows = new HashMap<>();
    lines.stream().skip(1).forEach(page -> collect(page, rows));

    assertThat(rows).isEqualTo(rowsOfPages());
    assertThat(rows).hasSize(3 + 20 + 650 + 651);
  }

  @Test
  @DisplayName("R17.3: the first line tells what comes, and only the last has no successor")
  void theFirstAndTheLastLine() throws IOException {
    List<JsonNode> lines = snapshot();
    String epoch = api.changes(0).await().epoch();
    assertThat(lines.getFirst().get("epoch").asText()).isEqualTo(epoch);
    assertThat(lines.getFirst().get("revision").asLong()).isEqualTo(3 + 20 + 650 + 651);
    assertThat(lines.getFirst().get("lectures").asLong()).isEqualTo(650);
    for (JsonNode page : lines.subList(1, lines.size())) {
      assertThat(page.get("cursor").asLong()).isEqualTo(3 + 20 + 650 + 651);
      assertThat(page.get("epoch").asText()).isEqualTo(epoch);
      assertThat(page.get("more").asBoolean()).isEqualTo(page != lines.getLast());
    }
  }

  @Test
  @DisplayName("R17.3: a line refers to nothing that comes later")
  void aLineRefersToNothingThatComesLater() throws IOException {
    Set<String> known = new HashSet<>();
    List<JsonNode> lines = snapshot();
    for (JsonNode page : lines.subList(1, lines.size())) {
      KINDS.forEach(kind -> page.get(kind).forEach(row -> known.add(row.get("id").asText())));
      for (JsonNode lecture : page.get("lectures")) {
        assertThat(known).contains(lecture.get("assetId").asText());
        assertThat(known).contains(lecture.get("scholarId").asText());
        if (!lecture.get("seriesId").isNull()) {
          assertThat(known).contains(lecture.get("seriesId").asText());
        }
      }
      assertThat(page.get("lectures").size()).isLessThanOrEqualTo(200);
    }
  }
}

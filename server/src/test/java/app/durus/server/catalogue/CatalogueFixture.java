package app.durus.server.catalogue;

import app.durus.server.audio.AudioFormat;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.UUID;

/** Puts lectures into a test's catalogue for tests that are about something else. */
public final class CatalogueFixture {

  private CatalogueFixture() {}

  /** A published lecture, by its id and its recording's. */
  public record TestLecture(UUID id, UUID assetId) {}

  /** Adds a single lecture of a scholar of its own. */
  public static Future<TestLecture> lecture(Pool pool, long durationMs) {
    UUID id = UUID.randomUUID();
    return pool.withTransaction(
        connection -> {
          CatalogueTables tables = new CatalogueTables(connection);
          return tables
              .library("/fixture", null)
              .compose(library -> tables.write(rows(id, library, durationMs)))
              .map(new TestLecture(id, assetId(id)));
        });
  }

  private static CatalogueRows rows(UUID id, UUID library, long durationMs) {
    UUID scholar = UUID.randomUUID();
    String sha256 = id.toString().replace("-", "").repeat(2);
    return new CatalogueRows(
        List.of(new ScholarRow(scholar, "Scholar " + scholar, true)),
        List.of(),
        List.of(
            new LectureRow(
                id,
                library,
                id + ".mp3",
                scholar,
                null,
                0,
                "Lecture " + id,
                null,
                assetId(id),
                true)),
        List.of(new AssetRow(assetId(id), id, sha256, sha256, 1_000, durationMs, AudioFormat.MP3)));
  }

  private static UUID assetId(UUID lectureId) {
    return new UUID(lectureId.getMostSignificantBits(), ~lectureId.getLeastSignificantBits());
  }
}

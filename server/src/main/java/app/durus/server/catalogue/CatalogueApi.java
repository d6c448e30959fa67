package app.durus.server.catalogue;

import app.durus.contract.AudioAsset;
import app.durus.contract.CatalogueChanges;
import app.durus.contract.Lecture;
import app.durus.contract.Scholar;
import app.durus.contract.Series;
import app.durus.server.audio.AudioFormat;
import app.durus.server.hilla.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Answers the contract's {@code CatalogueEndpoint}. */
public final class CatalogueApi {

  /** Rows of all kinds together (R14). */
  static final int PAGE_ROWS = 1_000;

  /**
   * One statement, so that all four tables are seen as of one moment: with one statement each, an
   * import that commits in between could put a later revision on the page than one that it lacks.
   * Each kind contributes at most a page and a row, which tells whether there is more.
   */
  private static final String CHANGES =
      """
      SELECT catalogue.epoch, catalogue.revision AS newest, change.kind, change.revision, change.body
      FROM catalogue LEFT JOIN (
        (SELECT 'scholar' AS kind, revision, json_build_object(
            'id', id, 'name', name, 'published', published) AS body
          FROM scholar WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'series', revision, json_build_object(
            'id', id, 'scholarId', scholar_id, 'title', title, 'published', published)
          FROM series WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'lecture', revision, json_build_object(
            'id', id, 'scholarId', scholar_id, 'seriesId', series_id, 'number', number,
            'title', title, 'language', language, 'assetId', primary_asset_id,
            'addedAt', floor(extract(epoch FROM added_at) * 1000)::bigint, 'published', published)
          FROM lecture WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'asset', revision, json_build_object(
            'id', id, 'lectureId', lecture_id, 'sha256', sha256, 'sizeBytes', size_bytes,
            'durationMs', duration_ms, 'extension', extension)
          FROM audio_asset WHERE revision > $1 ORDER BY revision LIMIT $2)
      ) AS change ON true
      ORDER BY change.revision LIMIT $2\
      """;

  private final Pool pool;

  public CatalogueApi(Pool pool) {
    this.pool = pool;
  }

  /**
   * A page of what changed, ascending by revision, at most {@value #PAGE_ROWS} rows. Every row has
   * a revision of its own, so a page can end after any of them.
   *
   * @param cursor the last answer's; one above the newest revision is answered with that revision
   *     and nothing else, which tells the device to start over (R13)
   * @return fails with a {@link Refusal} for a negative cursor
   */
  public Future<CatalogueChanges> changes(long cursor) {
    if (cursor < 0) {
      return Future.failedFuture(new Refusal(400, "A cursor is never negative."));
    }
    return pool.preparedQuery(CHANGES)
        .execute(Tuple.of(cursor, PAGE_ROWS + 1))
        .map(rows -> page(cursor, rows));
  }

  private static CatalogueChanges page(long cursor, RowSet<Row> rows) {
    List<Scholar> scholars = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    List<Lecture> lectures = new ArrayList<>();
    List<AudioAsset> assets = new ArrayList<>();
    String epoch = null;
    long last = cursor;
    int taken = 0;
    for (Row row : rows) {
      epoch = row.getUUID("epoch").toString();
      if (row.getString("kind") == null) {
        last = Math.min(cursor, row.getLong("newest"));
        break;
      }
      if (taken == PAGE_ROWS) {
        break;
      }
      JsonObject body = (JsonObject) row.getJson("body");
      switch (row.getString("kind")) {
        case "scholar" -> scholars.add(scholar(body));
        case "series" -> series.add(series(body));
        case "lecture" -> lectures.add(lecture(body));
        case "asset" -> assets.add(asset(body));
        default -> throw new IllegalStateException(row.getString("kind"));
      }
      last = row.getLong("revision");
      taken++;
    }
    return new CatalogueChanges(
        epoch, last, rows.size() > PAGE_ROWS, scholars, series, lectures, assets);
  }

  private static Scholar scholar(JsonObject body) {
    return new Scholar(body.getString("id"), body.getString("name"), body.getBoolean("published"));
  }

  private static Series series(JsonObject body) {
    return new Series(
        body.getString("id"),
        body.getString("scholarId"),
        body.getString("title"),
        body.getBoolean("published"));
  }

  private static Lecture lecture(JsonObject body) {
    return new Lecture(
        body.getString("id"),
        body.getString("scholarId"),
        body.getString("seriesId"),
        body.getInteger("number"),
        body.getString("title"),
        body.getString("language"),
        body.getString("assetId"),
        body.getLong("addedAt"),
        body.getBoolean("published"));
  }

  private static AudioAsset asset(JsonObject body) {
    String sha256 = body.getString("sha256");
    AudioFormat format = AudioFormat.ofFileName("." + body.getString("extension")).orElseThrow();
    return new AudioAsset(
        body.getString("id"),
        body.getString("lectureId"),
        "audio/" + sha256 + "." + format.extension(),
        sha256,
        body.getLong("sizeBytes"),
        body.getLong("durationMs"),
        format.mediaType());
  }
}

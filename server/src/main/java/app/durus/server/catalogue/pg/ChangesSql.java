package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.Catalogue.Change;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AddedLecture;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.UUID;

/** Reads what changed since a cursor. */
final class ChangesSql {

  /**
   * One statement, so that all four tables are seen as of one moment: with one statement each, an
   * import that commits in between could put a later revision on the page than one that it lacks.
   * Each kind contributes at most a page. The epoch is asked once, not for each row. $1 is the
   * cursor, $2 the limit.
   */
  static final String CHANGES =
      """
      SELECT (SELECT present_epoch()) AS epoch, catalogue.revision AS newest, change.kind,
        change.revision, change.body
      FROM catalogue LEFT JOIN (
        (SELECT 'scholar' AS kind, revision, json_build_object(
            'id', id, 'name', name, 'presentation', presentation, 'published', published) AS body
          FROM scholar WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'series', revision, json_build_object(
            'id', id, 'scholarId', scholar_id, 'title', title, 'presentation', presentation,
            'published', published)
          FROM series WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'lecture', revision, json_build_object(
            'id', id, 'libraryId', library_id, 'path', path, 'scholarId', scholar_id,
            'seriesId', series_id, 'number', number, 'title', title, 'language', language,
            'assetId', primary_asset_id, 'presentation', presentation, 'published', published,
            'addedAtMs', floor(extract(epoch FROM added_at) * 1000)::bigint)
          FROM lecture WHERE revision > $1 ORDER BY revision LIMIT $2)
        UNION ALL
        (SELECT 'asset', revision, json_build_object(
            'id', id, 'lectureId', lecture_id, 'sha256', sha256, 'audioSha256', audio_sha256,
            'sizeBytes', size_bytes, 'durationMs', duration_ms, 'extension', extension)
          FROM audio_asset WHERE revision > $1 ORDER BY revision LIMIT $2)
      ) AS change ON true
      ORDER BY change.revision LIMIT $2\
      """;

  private ChangesSql() {}

  static Change change(Row row) {
    JsonObject body = (JsonObject) row.getJson("body");
    CatalogueRows.Row changed =
        switch (row.getString("kind")) {
          case "scholar" ->
              new ScholarRow(
                  uuid(body, "id"),
                  body.getString("name"),
                  presentation(body),
                  body.getBoolean("published"));
          case "series" ->
              new SeriesRow(
                  uuid(body, "id"),
                  uuid(body, "scholarId"),
                  body.getString("title"),
                  presentation(body),
                  body.getBoolean("published"));
          case "lecture" -> new AddedLecture(lecture(body), body.getLong("addedAtMs"));
          case "asset" -> asset(body);
          default -> throw new IllegalStateException(row.getString("kind"));
        };
    return new Change(row.getLong("revision"), changed);
  }

  private static LectureRow lecture(JsonObject body) {
    return new LectureRow(
        uuid(body, "id"),
        uuid(body, "libraryId"),
        body.getString("path"),
        uuid(body, "scholarId"),
        uuid(body, "seriesId"),
        body.getInteger("number"),
        body.getString("title"),
        body.getString("language"),
        uuid(body, "assetId"),
        presentation(body),
        body.getBoolean("published"));
  }

  private static AssetRow asset(JsonObject body) {
    return new AssetRow(
        uuid(body, "id"),
        uuid(body, "lectureId"),
        body.getString("sha256"),
        body.getString("audioSha256"),
        body.getLong("sizeBytes"),
        body.getLong("durationMs"),
        AudioFormat.ofFileName("." + body.getString("extension")).orElseThrow());
  }

  private static DisplayMetadata presentation(JsonObject body) {
    return PresentationJson.read(body.getJsonObject("presentation"));
  }

  private static UUID uuid(JsonObject body, String member) {
    String text = body.getString(member);
    return text == null ? null : UUID.fromString(text);
  }
}

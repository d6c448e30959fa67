package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/**
 * Between the catalogue's rows and their columns: as they are read, by name, and as the statements
 * of {@link CatalogueTables} take them, by place.
 */
final class CatalogueColumns {

  private CatalogueColumns() {}

  static ScholarRow scholar(Row row) {
    return new ScholarRow(
        row.getUUID("id"), row.getString("name"), presentation(row), row.getBoolean("published"));
  }

  static Tuple tuple(ScholarRow row, long revision) {
    return Tuple.of(
        row.id(),
        row.name(),
        PresentationJson.write(row.presentation()),
        row.published(),
        revision);
  }

  static SeriesRow series(Row row) {
    return new SeriesRow(
        row.getUUID("id"),
        row.getUUID("scholar_id"),
        row.getString("title"),
        presentation(row),
        row.getBoolean("published"));
  }

  static Tuple tuple(SeriesRow row, long revision) {
    return Tuple.of(
        row.id(),
        row.scholarId(),
        row.title(),
        PresentationJson.write(row.presentation()),
        row.published(),
        revision);
  }

  static LectureRow lecture(Row row) {
    return new LectureRow(
        row.getUUID("id"),
        row.getUUID("library_id"),
        row.getString("path"),
        row.getUUID("scholar_id"),
        row.getUUID("series_id"),
        row.getInteger("number"),
        row.getString("title"),
        row.getString("language"),
        row.getUUID("primary_asset_id"),
        presentation(row),
        row.getBoolean("published"));
  }

  static Tuple tuple(LectureRow row, long revision) {
    return Tuple.from(
        new Object[] {
          row.id(),
          row.libraryId(),
          row.path(),
          row.scholarId(),
          row.seriesId(),
          row.number(),
          row.title(),
          row.language(),
          row.assetId(),
          PresentationJson.write(row.presentation()),
          row.published(),
          revision
        });
  }

  private static DisplayMetadata presentation(Row row) {
    return PresentationJson.read((JsonObject) row.getJson("presentation"));
  }

  static AssetRow asset(Row row) {
    return new AssetRow(
        row.getUUID("id"),
        row.getUUID("lecture_id"),
        row.getString("sha256"),
        row.getString("audio_sha256"),
        row.getLong("size_bytes"),
        row.getLong("duration_ms"),
        format(row));
  }

  static AudioFormat format(Row row) {
    return AudioFormat.ofFileName("." + row.getString("extension")).orElseThrow();
  }

  static Tuple tuple(AssetRow row, long revision) {
    return Tuple.from(
        new Object[] {
          row.id(),
          row.lectureId(),
          row.sha256(),
          row.audioSha256(),
          row.sizeBytes(),
          row.durationMs(),
          row.format().extension(),
          revision
        });
  }
}

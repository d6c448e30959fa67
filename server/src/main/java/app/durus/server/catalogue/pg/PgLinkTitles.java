package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.LinkTitleStore;
import app.durus.server.catalogue.LinkTitles.Kind;
import app.durus.server.catalogue.LinkTitles.Link;
import app.durus.server.catalogue.LinkTitles.LinkTitle;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads titles by primary keys. */
public final class PgLinkTitles implements LinkTitleStore {

  /** $1 has the ids of lectures, $2 of series, $3 of scholars. */
  private static final String TITLES =
      String.format(
          Locale.ROOT,
          """
      SELECT 'LECTURE' AS kind, lecture.id, lecture.title, series.title AS series,
        scholar.name AS scholar, lecture.presentation,
        series.presentation AS series_presentation, json_build_object(%1$s) AS lecture_row,
        json_build_object(%2$s) AS scholar_row,
        CASE WHEN series.id IS NOT NULL THEN json_build_object(%3$s) END AS series_row,
        json_build_object(%4$s) AS asset_row
      FROM lecture
      JOIN scholar ON scholar.id = lecture.scholar_id
      JOIN audio_asset ON audio_asset.id = lecture.primary_asset_id
      LEFT JOIN series ON series.id = lecture.series_id
      WHERE lecture.id = ANY($1::uuid[]) AND lecture.published
      UNION ALL
      SELECT 'SERIES', series.id, series.title, NULL, scholar.name, series.presentation, NULL,
        NULL, NULL, NULL, NULL
      FROM series JOIN scholar ON scholar.id = series.scholar_id
      WHERE series.id = ANY($2::uuid[]) AND series.published
      UNION ALL
      SELECT 'SCHOLAR', id, name, NULL, NULL, presentation, NULL,
        NULL, NULL, NULL, NULL
      FROM scholar WHERE id = ANY($3::uuid[]) AND published
      """,
          ChangesSql.lectureMembers(),
          ChangesSql.members(CatalogueTable.SCHOLAR),
          ChangesSql.members(CatalogueTable.SERIES),
          ChangesSql.members(CatalogueTable.ASSET));

  private static final String VERSION =
      "SELECT (SELECT present_epoch()) || ' ' || revision AS version FROM catalogue";

  private final Pool pool;

  public PgLinkTitles(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<String> version() {
    return pool.preparedQuery(VERSION)
        .execute()
        .map(rows -> rows.iterator().next().getString("version"));
  }

  @Override
  public Future<Map<Link, LinkTitle>> read(Set<Link> links) {
    return pool.preparedQuery(TITLES)
        .execute(
            Tuple.of(ids(links, Kind.LECTURE), ids(links, Kind.SERIES), ids(links, Kind.SCHOLAR)))
        .map(
            rows -> {
              Map<Link, LinkTitle> titles = new HashMap<>();
              rows.forEach(
                  row ->
                      titles.put(
                          new Link(Kind.valueOf(row.getString("kind")), row.getUUID("id")),
                          title(row)));
              return titles;
            });
  }

  private static UUID[] ids(Set<Link> links, Kind kind) {
    return links.stream().filter(link -> link.kind() == kind).map(Link::id).toArray(UUID[]::new);
  }

  private static LinkTitle title(Row row) {
    DisplayMetadata own = DisplayMetadataJson.read(row.getJsonObject("presentation"));
    String cover = own.cover();
    if (cover == null && row.getJsonObject("series_presentation") != null) {
      cover = DisplayMetadataJson.read(row.getJsonObject("series_presentation")).cover();
    }
    return new LinkTitle(
        row.getString("title"),
        row.getString("series"),
        row.getString("scholar"),
        own.description(),
        cover,
        rows(row));
  }

  private static List<CatalogueRows.Row> rows(Row row) {
    JsonObject lecture = (JsonObject) row.getJson("lecture_row");
    if (lecture == null) {
      return List.of();
    }
    List<CatalogueRows.Row> rows = new ArrayList<>();
    rows.add(CatalogueTable.SCHOLAR.read((JsonObject) row.getJson("scholar_row")));
    JsonObject series = (JsonObject) row.getJson("series_row");
    if (series != null) {
      rows.add(CatalogueTable.SERIES.read(series));
    }
    rows.add(CatalogueTable.ASSET.read((JsonObject) row.getJson("asset_row")));
    rows.add(ChangesSql.addedLecture(lecture));
    return List.copyOf(rows);
  }
}

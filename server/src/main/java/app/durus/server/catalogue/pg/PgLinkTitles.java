package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.catalogue.LinkTitles;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/** Reads one title by primary keys. */
public final class PgLinkTitles implements LinkTitles {

  private static final String LECTURE =
      """
      SELECT lecture.title, series.title AS series, scholar.name AS scholar, lecture.presentation,
        series.presentation AS series_presentation
      FROM lecture
      JOIN scholar ON scholar.id = lecture.scholar_id
      LEFT JOIN series ON series.id = lecture.series_id
      WHERE lecture.id = $1 AND lecture.published
      """;

  private static final String SERIES =
      """
      SELECT series.title, NULL::text AS series, scholar.name AS scholar, series.presentation,
        NULL::jsonb AS series_presentation
      FROM series JOIN scholar ON scholar.id = series.scholar_id
      WHERE series.id = $1 AND series.published
      """;

  private static final String SCHOLAR =
      """
      SELECT name AS title, NULL::text AS series, NULL::text AS scholar, presentation,
        NULL::jsonb AS series_presentation
      FROM scholar WHERE id = $1 AND published
      """;

  private final Pool pool;

  public PgLinkTitles(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<LinkTitle>> of(Kind kind, UUID id) {
    String sql =
        switch (kind) {
          case LECTURE -> LECTURE;
          case SERIES -> SERIES;
          case SCHOLAR -> SCHOLAR;
        };
    return pool.preparedQuery(sql)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              Iterator<Row> found = rows.iterator();
              return found.hasNext() ? Optional.of(title(found.next())) : Optional.empty();
            });
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
        cover);
  }
}

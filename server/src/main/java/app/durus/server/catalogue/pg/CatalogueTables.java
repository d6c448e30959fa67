package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads the catalogue's tables for an import, and writes what it changed. For the one connection
 * that holds the import's lock.
 */
final class CatalogueTables {

  private static final String UPSERT_SCHOLAR =
      """
      INSERT INTO scholar (id, name, presentation, published, revision)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, presentation = excluded.presentation,
        published = excluded.published, revision = excluded.revision\
      """;

  private static final String UPSERT_SERIES =
      """
      INSERT INTO series (id, scholar_id, title, presentation, published, revision)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO UPDATE
      SET title = excluded.title, presentation = excluded.presentation,
        published = excluded.published, revision = excluded.revision\
      """;

  private static final String UPSERT_LECTURE =
      """
      INSERT INTO lecture (id, library_id, path, scholar_id, series_id, number, title, language,
        primary_asset_id, presentation, published, revision)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT (id) DO UPDATE
      SET path = excluded.path, scholar_id = excluded.scholar_id, series_id = excluded.series_id,
        number = excluded.number, title = excluded.title, language = excluded.language,
        primary_asset_id = excluded.primary_asset_id, presentation = excluded.presentation,
        published = excluded.published, revision = excluded.revision\
      """;

  private static final String INSERT_ASSET =
      """
      INSERT INTO audio_asset (id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms,
        extension, revision)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)\
      """;

  /** After every change: a recording may have lost its last lecture, or found one again. */
  private static final String NOTE_REPLACED =
      """
      UPDATE audio_asset SET replaced_at = CASE WHEN replaced_at IS NULL THEN now() END
      WHERE (replaced_at IS NULL)
        <> EXISTS (SELECT FROM lecture WHERE lecture.primary_asset_id = audio_asset.id)\
      """;

  /**
   * Several assets may be the same bytes: all of them must have been replaced. What a lecture plays
   * is asked of the lectures, whatever an asset's note says.
   */
  private static final String REPLACED_FOR =
      """
      SELECT sha256, extension FROM audio_asset GROUP BY sha256, extension
      HAVING bool_and(coalesce(replaced_at < now() - make_interval(secs => $1), false))
        AND NOT bool_or(EXISTS (SELECT FROM lecture WHERE primary_asset_id = audio_asset.id))\
      """;

  private final SqlConnection connection;

  CatalogueTables(SqlConnection connection) {
    this.connection = connection;
  }

  /** The whole catalogue: recognition and ids look beyond one library. */
  Future<CatalogueRows> read() {
    return rows("SELECT * FROM scholar", CatalogueColumns::scholar)
        .compose(
            scholars ->
                rows("SELECT * FROM series", CatalogueColumns::series)
                    .compose(
                        series ->
                            rows("SELECT * FROM lecture", CatalogueColumns::lecture)
                                .compose(
                                    lectures ->
                                        rows("SELECT * FROM audio_asset", CatalogueColumns::asset)
                                            .map(
                                                assets ->
                                                    new CatalogueRows(
                                                        scholars, series, lectures, assets)))));
  }

  /**
   * The library at this place, made if there is none. A name, where the folder has one, says more
   * than the place: another disk at the same place is another library.
   *
   * @param name null when the folder has none
   */
  Future<UUID> library(String root, String name) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM library
            WHERE name = $2 OR root = $1 AND ($2::text IS NULL OR name IS NULL)
            ORDER BY (name = $2) DESC NULLS LAST, (name IS NULL) DESC LIMIT 1\
            """)
        .execute(Tuple.of(root, name))
        .compose(
            found -> {
              UUID id = found.size() == 0 ? UUID.randomUUID() : found.iterator().next().getUUID(0);
              return connection
                  .preparedQuery(
                      """
                      INSERT INTO library (id, root, name) VALUES ($1, $2, $3)
                      ON CONFLICT (id) DO UPDATE
                      SET root = excluded.root, name = coalesce(excluded.name, library.name)\
                      """)
                  .execute(Tuple.of(id, root, name))
                  .map(id);
            });
  }

  /**
   * Writes rows, each with a revision of its own. Within a transaction: the catalogue's row stays
   * locked until it ends, so that revisions become visible in their order.
   */
  Future<Void> write(CatalogueRows changes) {
    return connection
        .query("SELECT revision FROM catalogue FOR UPDATE")
        .execute()
        .compose(
            locked -> {
              AtomicLong revision = new AtomicLong(locked.iterator().next().getLong(0));
              return writeRows(changes, revision)
                  .compose(
                      written ->
                          connection
                              .preparedQuery("UPDATE catalogue SET revision = $1")
                              .execute(Tuple.of(revision.get())));
            })
        .mapEmpty();
  }

  /** Scholars before their series and assets before their lectures, for the reader's sake. */
  private Future<Void> writeRows(CatalogueRows changes, AtomicLong revision) {
    List<Tuple> scholars = tuples(changes.scholars(), CatalogueColumns::tuple, revision);
    List<Tuple> series = tuples(changes.series(), CatalogueColumns::tuple, revision);
    List<Tuple> assets = tuples(changes.assets(), CatalogueColumns::tuple, revision);
    List<Tuple> lectures = tuples(changes.lectures(), CatalogueColumns::tuple, revision);
    return batch(UPSERT_SCHOLAR, scholars)
        .compose(done -> batch(UPSERT_SERIES, series))
        // The database wants an asset's lecture first; a lecture's asset may follow.
        .compose(done -> batch(UPSERT_LECTURE, lectures))
        .compose(done -> batch(INSERT_ASSET, assets))
        .compose(done -> connection.query(NOTE_REPLACED).execute())
        .mapEmpty();
  }

  Future<List<Catalogue.Stored>> replacedFor(Duration duration) {
    return connection
        .preparedQuery(REPLACED_FOR)
        .execute(Tuple.of((double) duration.toSeconds()))
        .map(
            found -> {
              List<Catalogue.Stored> replaced = new ArrayList<>();
              found.forEach(
                  row ->
                      replaced.add(
                          new Catalogue.Stored(
                              row.getString("sha256"), CatalogueColumns.format(row))));
              return replaced;
            });
  }

  private Future<Void> batch(String sql, List<Tuple> tuples) {
    return tuples.isEmpty()
        ? Future.succeededFuture()
        : connection.preparedQuery(sql).executeBatch(tuples).mapEmpty();
  }

  private static <R> List<Tuple> tuples(
      List<R> rows, BiFunction<R, Long, Tuple> tuple, AtomicLong revision) {
    return rows.stream().map(row -> tuple.apply(row, revision.incrementAndGet())).toList();
  }

  private <R> Future<List<R>> rows(String sql, Function<Row, R> read) {
    return connection
        .query(sql)
        .execute()
        .map(
            found -> {
              List<R> rows = new ArrayList<>(found.size());
              found.forEach(row -> rows.add(read.apply(row)));
              return rows;
            });
  }
}
